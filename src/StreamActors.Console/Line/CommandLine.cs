namespace StreamActors.Cli;

/// <summary>A parsed command line: command, arguments and options.</summary>
internal sealed class CommandLine(Verb verb, IReadOnlyList<string> arguments, IReadOnlyList<Argument> options)
{
    public Verb Verb => verb;

    public IReadOnlyList<string> Arguments => arguments;

    public string Argument(int n) => arguments[n];

    public bool Has(string option) => options.Any(o => o.Name == option);

    public string? Value(string option) => options.LastOrDefault(o => o.Name == option)?.Value;

    public IEnumerable<string> All(string option) => options.Where(o => o.Name == option).Select(o => o.Value!);

    /// <exception cref="VerbFailedException">It is invalid; the message says what is expected.</exception>
    public static CommandLine Parse(IReadOnlyList<string> words)
    {
        var (verb, used) = Verbs.Find(words);
        var arguments = new List<string>();
        var options = new List<Argument>();
        var onlyArguments = false;
        for (var n = used; n < words.Count; n++)
        {
            var word = words[n];
            if (onlyArguments || word.Length < 2 || word[0] != '-')
                arguments.Add(word);
            else if (word == "--")
                onlyArguments = true;
            else
                options.Add(Read(verb, words, ref n));
        }
        var line = new CommandLine(verb, arguments, options);
        if (!line.Has("--help"))
            line.Check(options);
        return line;
    }

    private static Argument Read(Verb verb, IReadOnlyList<string> words, ref int n)
    {
        var word = words[n] switch { "-h" => "--help", "-f" => "--follow", var other => other };
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word : word[..equals];
        var option = verb.AllOptions.FirstOrDefault(o => o.Name == name)
            ?? throw VerbFailedException.Misused($"'{verb.Name}' has no option {name}.",
                $"Options: {string.Join(", ", verb.AllOptions.Select(o => o.Name))}.");
        if (option.Value is null)
            return equals < 0 ? new Argument(name, null)
                : throw VerbFailedException.Misused($"{name} takes no value.", $"Pass {name} alone.");
        if (equals >= 0)
            return new Argument(name, word[(equals + 1)..]);
        return ++n < words.Count ? new Argument(name, words[n])
            : throw VerbFailedException.Misused($"{name} needs a value.", $"Use {name} {option.Value}: {option.Says}.");
    }

    private void Check(List<Argument> given)
    {
        var usage = $"Usage: streamactors {verb.Name}{(verb.Arguments.Length == 0 ? "" : " " + verb.Arguments)}";
        if (arguments.Count < verb.Fewest)
            throw VerbFailedException.Misused($"'{verb.Name}' needs {verb.Arguments}.", usage);
        if (arguments.Count > verb.Most)
            throw VerbFailedException.Misused($"Unexpected argument '{arguments[verb.Most]}' for '{verb.Name}'.", usage);
        foreach (var option in verb.AllOptions.Where(o => !o.IsRepeated && given.Count(g => g.Name == o.Name) > 1))
            throw VerbFailedException.Misused($"{option.Name} is given twice.", "Pass it once.");
    }
}

internal sealed record Argument(string Name, string? Value);
