namespace StreamActors.Cli.Interactive;

/// <summary>Completion candidates: commands, options and their values, and ids from the server.</summary>
internal static class Suggestions
{
    /// <param name="words">The words typed; the last one is the prefix to complete, or empty.</param>
    public static IReadOnlyList<string> For(IReadOnlyList<string> words, Terminal terminal)
    {
        var begun = words.Count == 0 ? "" : words[^1];
        return [.. Candidates([.. words.SkipLast(1)], begun, terminal).Where(c => c.StartsWith(begun, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Candidates(IReadOnlyList<string> before, string begun, Terminal terminal)
    {
        if (before.Count == 0)
            return Verbs.Groups.Where(g => g != "complete").Append("up").Append("test").Append("doctor");
        if (before is ["help"])
            return Verbs.Groups.Where(g => g != "complete").Append(ProtocolHelp.Word);
        if (before is ["help", ProtocolHelp.Word])
            return ProtocolHelp.Names;
        var group = Verbs.Of(before[0]);
        if (before.Count == 1 && group.Length > 1)
            return group.Select(v => v.Name.Split(' ')[^1]);
        if (Find(before) is not { } verb)
            return [];
        if (verb.AllOptions.FirstOrDefault(o => o.Name == before[^1]) is { Value: not null } option)
            return option.Name == "--context" ? ContextFile.Of(terminal).Contexts.Select(c => c.Name) : option.Words;
        if (begun.StartsWith('-'))
            return verb.AllOptions.Select(o => o.Name);
        return verb.Name switch
        {
            "completion" => ["bash", "zsh"],
            "wait" when before.Count == 2 => ThingVerbs.Phases,
            _ => verb.Ids is { } ids ? Known(ids, before, terminal) : [],
        };
    }

    private static Verb? Find(IReadOnlyList<string> words)
    {
        try
        {
            return Verbs.Find(words).Verb;
        }
        catch (VerbFailedException)
        {
            return null;
        }
    }

    /// <summary>If the server does not answer, there are no candidates and no error.</summary>
    private static IEnumerable<string> Known(string ids, IReadOnlyList<string> before, Terminal terminal)
    {
        if (ids == "contexts")
            return ContextFile.Of(terminal).Contexts.Select(c => c.Name);
        try
        {
            var line = new CommandLine(Verbs.Of("status")[0], [], Arguments(before));
            using var serverConnection = new ServerConnection(Target.Of(line, terminal));
            return ids == "things"
                ? [.. Listed(serverConnection, "inputs").Select(i => $"input/{i}"),
                .. Listed(serverConnection, "outputs").Select(i => $"output/{i}")]
                : Listed(serverConnection, ids);
        }
        catch (VerbFailedException)
        {
            return [];
        }
    }

    private static List<string> Listed(ServerConnection serverConnection, string things) =>
        [.. serverConnection.Get($"/api/v1/{things}?size=500").Json.All("items").Select(i => i.Text("id"))];

    private static List<Argument> Arguments(IReadOnlyList<string> before) =>
        [.. before.SkipLast(1).Select((word, n) => new Argument(word, before[n + 1]))
        .Where(g => g.Name is "--context" or "--server" or "--key-file")];
}
