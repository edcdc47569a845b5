using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>alerts …: firing and past alerts.</summary>
internal static class AlertVerbs
{
    private const string Id = "RULE~KIND~ID";

    public static readonly Verb[] All =
    [
        new("alerts list", "the alerts that are firing; --all adds resolved ones", List)
        {
            Options =
            [
                new("--all", null, "resolved alerts as well"),
                    Option.Of("--state", "STATE", "", "pending", "firing", "acknowledged", "resolved", "quiet") with { IsRepeated = true },
                new("--rule", "ID", "of this rule"), new("--subject", "KIND/ID", "about this input, output or node"),
                    Option.Of("--severity", "WORD", "", Severities),
                .. Option.Paging("id, since, subject, severity or state"),
            ],
        },
        Verb.One("alerts show", "everything about one alert", s => Say(s, s.Server.Get(s.Path()))) with { Arguments = Id },
        Verb.One("alerts ack", "acknowledges an alert, so that it is not sent again", Acknowledge,
            new Option("--note", "WORDS", "a note for colleagues")) with { Arguments = Id },
        Verb.One(
            "alerts silence", "sends nothing about an alert for a while; any~KIND~ID silences all alerts of one input, output or node",
                Silence,
            new("--for", "TIME", "30m, 2h, 7d"), new("--until", "TIME", "such as 2027-01-31T06:00:00Z"),
                new("--reason", "WORDS", "why (required)")) with { Arguments = Id },
        Verb.One("alerts unsilence", "ends a silence", s => Say(s, s.Server.Post($"{s.Path()}/unsilence"))) with { Arguments = Id },
    ];

    public static string[] Severities => ["info", "warning", "critical"];

    private static ExitCode List(Session session)
    {
        var query = session.Query("--state", "--rule", "--subject", "--severity", "--sort", "--page", "--size");
        if (!session.Line.Has("--all") && !session.Line.Has("--state"))
            query += (query.Length == 0 ? "?" : "&") + "state=pending&state=firing&state=acknowledged";
        return session.Show(session.Server.Get($"/api/v1/alerts{query}"), json =>
        {
            var now = session.Terminal.Now;
            var table = new Table("ALERT", "STATE", "SEVERITY", "FOR", "SAYS") { Phase = 1, Right = [3] };
            foreach (var alert in json.All(nameof(Listing<object>.Items)))
                table.Add(alert.Text(nameof(AlertView.Id)), State(alert), alert.Text(nameof(AlertView.Severity)),
                    HumanText.Since(alert.Time(nameof(AlertView.Since)), now), alert.Text(nameof(AlertView.Summary)));
            session.Terminal.Say(table, "No alerts.");
        });
    }

    private static string State(JsonView alert) =>
        alert.Text(nameof(AlertView.State)) + (alert.Flag(nameof(AlertView.Silenced)) ? ", silenced" : "");

    private static ExitCode Acknowledge(Session session) =>
        Say(session, session.Server.Post($"{session.Path()}/acknowledge", Body(session, "--note")));

    private static ExitCode Silence(Session session)
    {
        var line = session.Line;
        if (line.Has("--for") == line.Has("--until") || !line.Has("--reason"))
            throw VerbFailedException.Misused("alerts silence requires an end and a reason.",
                "Use --for 2h (or --until TIME) and --reason WORDS.");
        return Say(session, session.Server.Post($"{session.Path()}/silence", Body(session, "--for", "--until", "--reason")));
    }

    private static byte[] Body(Session session, params ReadOnlySpan<string> options) => new Fields(session, isEdit: false).Text(options)
        .Bytes();

    private static ExitCode Say(Session session, Answer answer) => session.Show(answer, alert =>
    {
        var now = session.Terminal.Now;
        var state = alert.Text(nameof(AlertView.State));
        var (shown, severity) = (session.Terminal.Style.Phase(state, state), alert.Text(nameof(AlertView.Severity)));
        session.Terminal.Say(
            $"{alert.Text(nameof(AlertView.Id))} is {shown}, {severity}. {alert.Text(nameof(AlertView.Summary))}".TrimEnd());
        if (alert.At(nameof(AlertView.Acknowledged)) is { IsThere: true } jsonView)
            session.Terminal.Say(
                $"Acknowledged by {jsonView.Text(nameof(AcknowledgedView.By))} at {HumanText.Clock(jsonView.Time(nameof(AcknowledgedView.At)), now)}. {jsonView.Text(nameof(AcknowledgedView.Note))}".TrimEnd());
        if (alert.At(nameof(AlertView.Silence)) is { IsThere: true } silence)
            session.Terminal.Say(
                $"Silenced by {silence.Text(nameof(SilenceView.By))} until "
                    + $"{HumanText.Clock(silence.Time(nameof(SilenceView.Until)), now)}: {silence.Text(nameof(SilenceView.Reason))}");
        else if (alert.Flag(nameof(AlertView.Silenced)))
            session.Terminal.Say($"All alerts of {alert.Text(nameof(AlertView.Subject))} are silenced.");
        if (alert.Text(nameof(AlertView.Why)) is { Length: > 0 } why)
            session.Terminal.Say($"Resolved at {HumanText.Clock(alert.Time(nameof(AlertView.ResolvedAt)), now)}: {why}");
    });
}
