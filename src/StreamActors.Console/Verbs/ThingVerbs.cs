namespace StreamActors.Cli;

/// <summary>inputs … and outputs …: the same commands for both.</summary>
internal static class ThingVerbs
{
    private static readonly Option[] Filters =
    [
        new("--q", "WORDS", "id, name or URL contains this text"),
        new("--on", "true|false", "switched on, or off") { Words = ["true", "false"] },
        new("--protocol", "NAME", "of this protocol"), new("--phase", "PHASE", "in this phase now") { Words = Phases },
        new("--label", "NAME[=VALUE]", "with this label") { IsRepeated = true },
    ];

    public static string[] Phases => ["idle", "waiting", "starting", "on-air", "slow", "stalled", "backing-off", "parked", "stopping"];

    public static Verb[] Of(string things)
    {
        var one = things[..^1];
        Option[] filters = things == "outputs" ? [.. Filters, new("--input", "ID", "of this input")] : Filters;
        Option[] many = [.. filters, new("--all", null, $"all {things}, without a filter"), ManyShown.Verbose];
        return
        [
            new($"{things} list", $"the {things}, or those that match the options", s =>
                List(s, things)) { Options = [.. filters, .. Option.Paging("id, name, phase or url")] },
            Verb.One($"{things} show", $"everything about one {one}", s =>
                s.Show(s.Server.Get(s.Path()), json => ThingsShown.One(things, json, s.Terminal))),
            Verb.New($"{things} create", $"creates one; it is off until it is started (or --on)", s => Create(s, things),
                Drafts.Options(things, isEdit: false)) with { Arguments = "[ID]", Fewest = 0 },
            CheckVerb.Of(things),
            Verb.One($"{things} edit", "changes the given options only", s => Say(s, s.Edit(Drafts.Body(s, isEdit: true)), "is changed"),
                [.. Drafts.Options(things, isEdit: true), Option.IfVersion]),
            Verb.One($"{things} remove", "removes it; undo brings it back", s => s.Remove(s.HowToRestore), Option.IfVersion),
            Verb.One($"{things} start", "starts one, or all that match the options", s => Order(s, things, "start", "ordered on"),
                many) with { Arguments = "[ID]", Fewest = 0 },
            Verb.One($"{things} stop", "stops one, or all that match the options", s => Order(s, things, "stop", "ordered off"),
                many) with { Arguments = "[ID]", Fewest = 0 },
            Verb.One($"{things} restart", "restarts it, whatever it is doing",
                s => Say(s, s.Server.Post($"{s.Path()}/restart"), "restarts")),
            Verb.One($"{things} retry", "retries now: ends parking or a long delay", s =>
                Say(s, s.Server.Post($"{s.Path()}/retry"), "tries again")),
            .. things == "inputs" ? ReaderVerbs.All : [],
        ];
    }

    private static ExitCode List(Session session, string things) =>
        session.Show(
        session.Server.Get(
            $"/api/v1/{things}{session.Query("--q", "--on", "--protocol", "--phase", "--label", "--input", "--sort", "--page", "--size")}"),
            json => ThingsShown.List(things, json, session.Terminal));

    private static ExitCode Create(Session session, string things) =>
        Say(session, session.Server.Post($"/api/v1/{things}", Drafts.Body(session, isEdit: false)), "is created");

    private static ExitCode Say(Session session, Answer answer, string done) =>
        session.Show(answer, json => session.Terminal.Say(ThingsShown.Sentence(session.Line.Verb.Name.Split(' ')[0], json, done)));

    private static ExitCode Order(Session session, string things, string word, string done)
    {
        if (session.Line.Arguments.Count == 1)
            return Say(session, session.Server.Post($"{session.Path()}/{word}"), $"is {done}");
        var query = session.Query("--q", "--on", "--protocol", "--phase", "--label", "--input");
        if (session.Line.Has("--all"))
            query += (query.Length == 0 ? "?" : "&") + "all=true";
        return query.Length == 0
            ? throw VerbFailedException.Misused($"{things} {word} requires an ID, --all, or a filter.",
                $"Use streamactors {things} {word} ID, or --all, or filter with --label, --phase or --q.")
            : ManyShown.Of(session, session.Server.Post($"/api/v1/{things}/{word}{query}"), things, done);
    }
}
