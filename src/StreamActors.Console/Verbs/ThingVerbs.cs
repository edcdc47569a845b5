namespace StreamActors.Cli;

/// <summary>inputs … and outputs …: the same verbs for both.</summary>
internal static class ThingVerbs
{
    private static readonly Option Version = new("--if-version", "N", "only if this is still the version");

    private static readonly Option[] Filters =
    [
        new("--q", "WORDS", "id, name or URL contains this text"), new("--on", "true|false", "ordered on, or off") { Words = ["true", "false"] },
        new("--protocol", "NAME", "of this protocol"), new("--phase", "PHASE", "in this phase now") { Words = Phases },
        new("--label", "NAME[=VALUE]", "with this label") { IsRepeated = true },
    ];

    private static readonly Option[] Pages = [new("--sort", "FIELD", "by id, name, phase or url; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds")];

    public static string[] Phases => ["idle", "waiting", "starting", "on-air", "slow", "stalled", "backing-off", "parked", "stopping"];

    public static Verb[] Of(string things)
    {
        var one = things[..^1];
        Option[] ofInput = things == "outputs" ? [new("--input", "ID", "of this input")] : [];
        return
        [
            new($"{things} list", $"the {things}, or some of them", s => List(s, things)) { Options = [.. Filters, .. ofInput, .. Pages] },
            new($"{things} show", $"everything about one {one}", s => Show(s, things)) { Arguments = "ID", Fewest = 1, Most = 1, Ids = things },
            new($"{things} create", $"creates one; it is off until it is started (or --on)", s => Create(s, things)) { Arguments = "ID", Fewest = 0, Most = 1, Options = Drafts.Options(things, isEdit: false) },
            new($"{things} edit", "changes the options given, and leaves the rest", s => Edit(s, things)) { Arguments = "ID", Fewest = 1, Most = 1, Ids = things, Options = [.. Drafts.Options(things, isEdit: true), Version] },
            new($"{things} remove", "removes it; undo brings it back", s => Remove(s, things)) { Arguments = "ID", Fewest = 1, Most = 1, Ids = things, Options = [Version] },
            new($"{things} start", "orders one on, or all that match the options", s => Order(s, things, "start")) { Arguments = "[ID]", Most = 1, Ids = things, Options = [.. Filters, .. ofInput, new("--all", null, "all of them, without a filter"), ManyShown.Verbose] },
            new($"{things} stop", "orders one off, or all that match the options", s => Order(s, things, "stop")) { Arguments = "[ID]", Most = 1, Ids = things, Options = [.. Filters, .. ofInput, new("--all", null, "all of them, without a filter"), ManyShown.Verbose] },
            new($"{things} restart", "restarts it, whatever it is doing", s => Say(s, things, "restart", "restarts")) { Arguments = "ID", Fewest = 1, Most = 1, Ids = things },
            new($"{things} retry", "tries again now: ends parking, or a long delay", s => Say(s, things, "retry", "tries again")) { Arguments = "ID", Fewest = 1, Most = 1, Ids = things },
        ];
    }

    private static ExitCode List(Session session, string things) =>
        session.Show(session.Door.Get($"/api/v1/{things}{session.Query("--q", "--on", "--protocol", "--phase", "--label", "--input", "--sort", "--page", "--size")}"), json => ThingsShown.List(things, json, session.Terminal));

    private static ExitCode Show(Session session, string things) =>
        session.Show(session.Door.Get(Ids.Path(things, session.Line.Argument(0))), json => ThingsShown.One(things, json, session.Terminal));

    private static ExitCode Create(Session session, string things) =>
        session.Show(session.Door.Post($"/api/v1/{things}", Drafts.Body(session, things, isEdit: false)), json => session.Terminal.Say(ThingsShown.Sentence(things, json, "is created")));

    private static ExitCode Edit(Session session, string things) =>
        session.Show(session.Door.Patch(Ids.Path(things, session.Line.Argument(0)), Drafts.Body(session, things, isEdit: true), session.Line.Value("--if-version")), json => session.Terminal.Say(ThingsShown.Sentence(things, json, "is changed")));

    private static ExitCode Remove(Session session, string things)
    {
        var id = session.Line.Argument(0);
        session.Door.Delete(Ids.Path(things, id), session.Line.Value("--if-version"));
        return session.Done($"{things[..^1]}/{id} is removed. To have it back: streamactors changes {things[..^1]}/{id}, then undo the newest.");
    }

    private static ExitCode Say(Session session, string things, string word, string done) =>
        session.Show(session.Door.Post($"{Ids.Path(things, session.Line.Argument(0))}/{word}"), json => session.Terminal.Say(ThingsShown.Sentence(things, json, done)));

    private static ExitCode Order(Session session, string things, string word)
    {
        if (session.Line.Arguments.Count == 1)
            return Say(session, things, word, $"is ordered {(word == "start" ? "on" : "off")}");
        var query = session.Query("--q", "--on", "--protocol", "--phase", "--label", "--input");
        if (session.Line.Has("--all"))
            query += (query.Length == 0 ? "?" : "&") + "all=true";
        return query.Length == 0
            ? throw VerbFailedException.Misused($"{things} {word} requires an ID, --all, or a filter.", $"Say streamactors {things} {word} ID, or --all, or filter with --label, --phase or --q.")
            : ManyShown.Of(session, session.Door.Post($"/api/v1/{things}/{word}{query}"), things, word == "start" ? "ordered on" : "ordered off");
    }
}
