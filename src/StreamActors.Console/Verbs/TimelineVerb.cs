using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>timeline: events and observations. The newest comes last, above the prompt.</summary>
internal static class TimelineVerb
{
    public static readonly Option[] Period =
    [
        new("--from", "TIME", "from this time on, such as 12:00 (today) or 2026-01-31T12:00:00Z; UTC without a zone"),
            new("--until", "TIME", "before this time"),
        new("--size", "N", "maximum number of entries"),
            new("--before", "POSITION", "older entries: the position that the last page printed"),
    ];

    public static readonly Verb[] All =
    [
        new("timeline", "what happened: phases, failures, changes, refusals", Timeline) { Arguments = "[KIND/ID]", Most = 1,
            Options = [new("--kind", "KIND", "of this kind only: workload, input, output, …"), .. Period] },
    ];

    private static ExitCode Timeline(Session session) => session.Show(session.Server.Get(Path(session, "timeline")), json =>
    {
        var (now, ansiStyle) = (session.Terminal.Now, session.Terminal.Style);
        foreach (var entry in json.All(nameof(Pages<object>.Items)).Reverse())
            session.Terminal.Say(
                $"{ansiStyle.Aside(HumanText.Clock(entry.Time(nameof(TimelineView.At)), now))}  {Of(entry)}  "
                    + $"{TimelineText.Words(entry)}{By(entry)}");
        More(session, json);
    });

    public static string Path(Session session, string things)
    {
        var query = session.Query("--kind", "--from", "--until", "--size", "--before");
        if (session.Line.Arguments.Count == 1)
            query += $"{(query.Length == 0 ? "?" : "&")}entity={Uri.EscapeDataString(Ids.Entity(session.Line.Argument(0)))}";
        return $"/api/v1/{things}"
            + $"{(query.Contains("size=", StringComparison.Ordinal) ? query : $"{query}{(query.Length == 0 ? "?" : "&")}size=30")}";
    }

    /// <exception cref="VerbFailedException">Nothing was found because the named item does not exist.</exception>
    public static void More(Session session, JsonView pages)
    {
        if (pages.All(nameof(Pages<object>.Items)).Length == 0 && session.Line.Arguments is [var named])
            Ids.MustBeThere(session, named);
        if (pages.All(nameof(Pages<object>.Items)).Length == 0)
            session.Terminal.Say("No entries match.");
        else if (pages.Text(nameof(Pages<object>.Next)) is { Length: > 0 } next)
            session.Terminal.Say($"Older entries: --before {next}");
    }

    /// <summary>Workload events are shown under their owner.</summary>
    private static string Of(JsonView entry) =>
        entry.Text(nameof(TimelineView.Owner)) is { Length: > 0 } owner ? owner
        : $"{entry.Text(nameof(TimelineView.Kind))}/{entry.Text(nameof(TimelineView.Entity))}";

    /// <summary>Users and keys are named; the system's own steps are not.</summary>
    private static string By(JsonView entry) => entry.Text(nameof(TimelineView.Who)) is var who
        && (who is "" or "system" || who.StartsWith("follower:", StringComparison.Ordinal)) ? "" : $"  (by {who})";
}
