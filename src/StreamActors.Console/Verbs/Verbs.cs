namespace StreamActors.Cli;

/// <summary>All commands. They are created group by group, to keep the start fast.</summary>
internal static class Verbs
{
    public static readonly string[] Groups =
        ["status", "watch", "wait", "why", "inputs", "outputs", "workloads", "logs", "timeline", "changes", "undo", "export", "import",
        "backup", "alerts", "alert-rules", "channels", "nodes", "keys", "users", "settings", "health", "me", "login", "logout", "context",
        "completion", "console", "help", "complete"];

    /// <summary>Commands of the launcher, which need no running server.</summary>
    private static readonly string[] OfLauncher = ["up", "test", "doctor", "journal", "restore", "version"];

    public static IEnumerable<Verb> All => Groups.SelectMany(Of);

    public static Verb[] Of(string group) => group switch
    {
        "status" => StatusVerbs.All,
        "watch" or "wait" => WatchVerbs.Of(group),
        "why" => WhyVerb.All,
        "inputs" => ThingVerbs.Of("inputs"),
        "outputs" => ThingVerbs.Of("outputs"),
        "workloads" => WorkloadVerbs.All,
        "logs" => LogVerb.All,
        "timeline" => TimelineVerb.All,
        "changes" or "undo" => ChangeVerbs.Of(group),
        "export" or "import" => ExportVerbs.Of(group),
        "backup" => BackupVerb.All,
        "alerts" => AlertVerbs.All,
        "alert-rules" => AlertRuleVerbs.All,
        "channels" => ChannelVerbs.All,
        "nodes" => NodeVerbs.All,
        "keys" => KeyVerbs.All,
        "users" => UserVerbs.All,
        "settings" or "health" or "me" => ServerVerbs.Of(group),
        "login" or "logout" => LoginVerbs.Of(group),
        "context" => ContextVerbs.All,
        "completion" or "complete" => CompletionVerbs.Of(group),
        "console" => [new Verb("console", "a prompt for commands, with history and completion",
            static _ => throw VerbFailedException.Misused("'console' takes no arguments.", "Usage: streamactors console"))],
        "help" =>
            [new Verb("help", "lists the commands, or explains one; help protocols [NAME]: URL forms, options and secrets", static s =>
            HelpPage.Of(s)) { Arguments = "[VERB…]", Most = 2 }],
        _ => [],
    };

    /// <returns>The command, and how many words its name has.</returns>
    public static (Verb Verb, int Words) Find(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0] is "-h" or "--help")
            return (Of("help")[0], Math.Min(1, words.Count));
        var group = Of(words[0]);
        if (OfLauncher.Contains(words[0], StringComparer.Ordinal))
            throw VerbFailedException.Misused($"'{words[0]}' runs on the server's machine, with the launcher in the StreamActors folder.",
                $"See: ./streamactors help {words[0]}");
        if (group.Length == 0)
            throw VerbFailedException.Misused($"'{words[0]}' is not a command.{Near(words[0], Groups)}",
                "List the commands: streamactors help");
        if (group is [var only] && !only.Name.Contains(' ', StringComparison.Ordinal))
            return (only, 1);
        // The next word may be an option or KIND/ID: then list is implied.
        var second = words.Count > 1 && !words[1].StartsWith('-') && !words[1].Contains('/', StringComparison.Ordinal) ? words[1] : "list";
        foreach (var verb in group)
        {
            if (verb.Name == $"{words[0]} {second}")
                return (verb, words.Count > 1 && second == words[1] ? 2 : 1);
        }
        var known = group.Select(v => v.Name.Split(' ')[^1]).ToArray();
        throw VerbFailedException.Misused($"'{words[0]}' has no command '{second}'.{Near(second, known)}",
            $"Commands: {string.Join(", ", known)}.");
    }

    /// <summary>A suggestion for a mistyped word.</summary>
    private static string Near(string word, IEnumerable<string> known) =>
        known.FirstOrDefault(k => word.Length > 1 && (k.StartsWith(word, StringComparison.Ordinal)
        || word.StartsWith(k, StringComparison.Ordinal) || k.TrimEnd('s') == word.TrimEnd('s'))) is { } near ? $" Did you mean '{near}'?"
        : "";
}
