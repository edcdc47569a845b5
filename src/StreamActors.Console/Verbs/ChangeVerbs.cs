using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>changes: the audit log of configuration changes. undo: undoes one.</summary>
internal static class ChangeVerbs
{
    public static Verb[] Of(string group) => group == "undo"
        ? [Verb.New("undo", "undoes one change, by a new change", Undo) with { Arguments = "KIND/ID#NUMBER" }]
        :
        [
            new("changes list", "who changed what, when, from what to what", List) { Arguments = "[KIND/ID]", Most = 1,
                Options = [Option.Of("--kind", "KIND", "of this kind only: ", "input", "output", "key", "user"), .. TimelineVerb.Period] },
            new("changes diff", "the differences between two versions of one item", Diff) { Arguments = "KIND/ID [FROM [TO]]", Fewest = 1,
                Most = 3 },
            new("changes as-of", "the configuration as it was at a time", AsOf) { Arguments = "TIME [KIND/ID]", Fewest = 1, Most = 2 },
        ];

    private static ExitCode List(Session session) => session.Show(session.Server.Get(TimelineVerb.Path(session, "changes")), json =>
    {
        var (now, ansiStyle) = (session.Terminal.Now, session.Terminal.Style);
        foreach (var change in json.All(nameof(Pages<object>.Items)).Reverse())
            One(session.Terminal, change, now, ansiStyle);
        TimelineVerb.More(session, json);
    });

    private static void One(Terminal terminal, JsonView change, DateTimeOffset now, AnsiStyle ansiStyle)
    {
        var why = change.Text(nameof(ChangeView.Why));
        terminal.Say(
            $"{ansiStyle.Aside(HumanText.Clock(change.Time(nameof(ChangeView.At)), now))}  "
                + $"{ansiStyle.Head(change.Text(nameof(ChangeView.Id)))}  {change.Text(nameof(ChangeView.Name)).Replace('-', ' ')} by "
                + $"{change.Text(nameof(ChangeView.Who))}{(why.Length > 0 ? $" ({why})" : "")}");
        // For created or removed items every field differs: not worth listing.
        if (change.At(nameof(ChangeView.Before)).IsThere && change.At(nameof(ChangeView.After)).IsThere)
            Differences(terminal, change.All(nameof(ChangeView.Differences)), "    ");
    }

    private static void Differences(Terminal terminal, JsonView[] differences, string margin)
    {
        foreach (var difference in differences)
            terminal.Say(
                $"{margin}{difference.Text(nameof(DifferenceView.Field))}: {Or(difference.At(nameof(DifferenceView.Before)))} → "
                    + $"{Or(difference.At(nameof(DifferenceView.After)))}");
    }

    private static string Or(JsonView value) => value.IsThere ? value.ToString() : "nothing";

    private static ExitCode Diff(Session session)
    {
        var arguments = session.Line.Arguments;
        var path = $"/api/v1/changes/diff?entity={Uri.EscapeDataString(Ids.Entity(arguments[0]))}";
        path += arguments.Count > 1 ? $"&from={Uri.EscapeDataString(arguments[1])}" : "";
        path += arguments.Count > 2 ? $"&to={Uri.EscapeDataString(arguments[2])}" : "";
        return session.Show(session.Server.Get(path), json =>
        {
            session.Terminal.Say(
                $"{json.Text(nameof(DiffView.Kind))}/{json.Text(nameof(DiffView.Entity))} from version "
                    + $"{json.Text(nameof(DiffView.From))} to {json.Text(nameof(DiffView.To))}:");
            Differences(session.Terminal, json.All(nameof(DiffView.Differences)), "  ");
        });
    }

    private static ExitCode AsOf(Session session)
    {
        var arguments = session.Line.Arguments;
        var path = $"/api/v1/changes/as-of?at={Uri.EscapeDataString(session.Time(arguments[0]))}"
            + $"{(arguments.Count > 1 ? $"&entity={Uri.EscapeDataString(Ids.Entity(arguments[1]))}" : "")}";
        return session.Show(session.Server.Get(path), json => Drafted(session.Terminal, json));
    }

    private static void Drafted(Terminal terminal, JsonView export)
    {
        var table = new Table("WHAT", "ORDER", "INPUT", "URL");
        foreach (var (kind, list) in (ValueTuple<string, string>[])[("input", nameof(ExportView.Inputs)),
            ("output", nameof(ExportView.Outputs))])
        {
            foreach (var draft in export.All(list))
                table.Add($"{kind}/{draft.Text(nameof(OutputDraft.Id))}", HumanText.Order(draft), draft.Text(nameof(OutputDraft.Input)),
                    draft.At(nameof(OutputDraft.Address)).Text(nameof(AddressDraft.Url)));
        }
        terminal.Say(table, "Nothing was configured at that time.");
    }

    private static ExitCode Undo(Session session)
    {
        var text = session.Line.Argument(0);
        if (text.Split('#') is not [var entity, var number]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw VerbFailedException.Misused($"'{text}' is not the id of a change.",
                "Use KIND/ID#NUMBER. List the changes: streamactors changes");
        var parts = Ids.Entity(entity).Split('/');
        var answer =
            session.Server.Post($"/api/v1/changes/{Uri.EscapeDataString(parts[0])}/{Uri.EscapeDataString(parts[1])}/{number}/undo");
        return session.Show(answer, json =>
        {
            session.Terminal.Say($"{text} is undone, by {json.Text(nameof(ChangeView.Id))}.");
            Differences(session.Terminal, json.At(nameof(ChangeView.Before)).IsThere && json.At(nameof(ChangeView.After)).IsThere
                ? json.All(nameof(ChangeView.Differences)) : [], "  ");
        });
    }
}
