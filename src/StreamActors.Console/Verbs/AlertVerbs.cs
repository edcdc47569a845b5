using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>alerts …: what somebody was, or is to be, woken by.</summary>
internal static class AlertVerbs
{
    private const string Id = "RULE~KIND~ID";

    public static readonly Verb[] All =
    [
        new("alerts list", "the alerts that are firing; --all adds those that are over", List)
        {
            Options =
            [
                new("--all", null, "those that are over as well"), new("--state", "STATE", "pending, firing, acknowledged, resolved or quiet") { Words = ["pending", "firing", "acknowledged", "resolved", "quiet"], IsRepeated = true },
                new("--rule", "ID", "of this rule"), new("--subject", "KIND/ID", "about this input, output or node"), new("--severity", "WORD", "info, warning or critical") { Words = Severities },
                new("--sort", "FIELD", "by id, since, subject, severity or state; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds"),
            ],
        },
        new("alerts show", "everything about one alert", s => Say(s, s.Door.Get(Path(s)))) { Arguments = Id, Fewest = 1, Most = 1, Ids = "alerts" },
        new("alerts ack", "acknowledges an alert, so that it is not sent again", Acknowledge) { Arguments = Id, Fewest = 1, Most = 1, Ids = "alerts", Options = [new("--note", "WORDS", "a note for colleagues")] },
        new("alerts silence", "sends nothing about an alert for a while; any~KIND~ID silences all alerts of one input, output or node", Silence)
        {
            Arguments = Id, Fewest = 1, Most = 1, Ids = "alerts",
            Options = [new("--for", "TIME", "30m, 2h, 7d"), new("--until", "TIME", "such as 2027-01-31T06:00:00Z"), new("--reason", "WORDS", "why (required)")],
        },
        new("alerts unsilence", "ends a silence", s => Say(s, s.Door.Post($"{Path(s)}/unsilence"))) { Arguments = Id, Fewest = 1, Most = 1, Ids = "alerts" },
    ];

    public static string[] Severities => ["info", "warning", "critical"];

    private static string Path(Session session) => Ids.Path("alerts", session.Line.Argument(0));

    private static ExitCode List(Session session)
    {
        var query = session.Query("--state", "--rule", "--subject", "--severity", "--sort", "--page", "--size");
        if (!session.Line.Has("--all") && !session.Line.Has("--state"))
            query += (query.Length == 0 ? "?" : "&") + "state=pending&state=firing&state=acknowledged";
        return session.Show(session.Door.Get($"/api/v1/alerts{query}"), json =>
        {
            var now = session.Terminal.Time.GetUtcNow();
            var table = new Table("ALERT", "STATE", "SEVERITY", "FOR", "SAYS") { Phase = 1, Right = [3] };
            foreach (var alert in json.All(nameof(Listing<object>.Items)))
                table.Add(alert.Text(nameof(AlertView.Id)), State(alert), alert.Text(nameof(AlertView.Severity)), Words.Since(alert.Time(nameof(AlertView.Since)), now), alert.Text(nameof(AlertView.Summary)));
            session.Terminal.Say(table.Count == 0 ? ["No alerts."] : table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
        });
    }

    private static string State(Seen alert) => alert.Text(nameof(AlertView.State)) + (alert.Flag(nameof(AlertView.Silenced)) ? ", silenced" : "");

    private static ExitCode Acknowledge(Session session) => Say(session, session.Door.Post($"{Path(session)}/acknowledge", Body(session.Line, ("note", "--note"))));

    private static ExitCode Silence(Session session)
    {
        var line = session.Line;
        if (line.Has("--for") == line.Has("--until") || !line.Has("--reason"))
            throw VerbFailedException.Misused("alerts silence requires an end and a reason.", "Say --for 2h (or --until TIME) and --reason WORDS.");
        return Say(session, session.Door.Post($"{Path(session)}/silence", Body(line, ("for", "--for"), ("until", "--until"), ("reason", "--reason"))));
    }

    private static byte[] Body(CommandLine line, params ReadOnlySpan<(string Field, string Option)> texts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (field, option) in texts)
            {
                if (line.Value(option) is { } value)
                    json.WriteString(field, value);
            }
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static ExitCode Say(Session session, Answer answer) => session.Show(answer, alert =>
    {
        var now = session.Terminal.Time.GetUtcNow();
        var state = alert.Text(nameof(AlertView.State));
        session.Terminal.Say($"{alert.Text(nameof(AlertView.Id))} is {new Ink(session.Terminal.HasColour).Phase(state, state)}, {alert.Text(nameof(AlertView.Severity))}. {alert.Text(nameof(AlertView.Summary))}".TrimEnd());
        if (alert.At(nameof(AlertView.Acknowledged)) is { IsThere: true } seen)
            session.Terminal.Say($"Acknowledged by {seen.Text(nameof(AcknowledgedView.By))} at {Words.Clock(seen.Time(nameof(AcknowledgedView.At)), now)}. {seen.Text(nameof(AcknowledgedView.Note))}".TrimEnd());
        if (alert.At(nameof(AlertView.Silence)) is { IsThere: true } silence)
            session.Terminal.Say($"Silenced by {silence.Text(nameof(SilenceView.By))} until {Words.Clock(silence.Time(nameof(SilenceView.Until)), now)}: {silence.Text(nameof(SilenceView.Reason))}");
        else if (alert.Flag(nameof(AlertView.Silenced)))
            session.Terminal.Say($"All alerts of {alert.Text(nameof(AlertView.Subject))} are silenced.");
        if (alert.Text(nameof(AlertView.Why)) is { Length: > 0 } why)
            session.Terminal.Say($"Resolved at {Words.Clock(alert.Time(nameof(AlertView.ResolvedAt)), now)}: {why}");
    });
}
