namespace StreamActors.Server;

/// <summary>What was asked for: a verb, a file, and keys that have the last word over it.</summary>
public sealed record CommandLine(string Verb, string? ConfigFile, IReadOnlyList<KeyOverride> Overrides)
{
    private static readonly string[] Verbs = ["up", "journal verify", "version", "help"];

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["--data"] = "streamactors.data",
        ["--http"] = "streamactors.http.listen",
    };

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var words = arguments.TakeWhile(a => !a.StartsWith('-')).ToList();
        var verb = words.Count == 0 ? "up" : string.Join(' ', words);
        string? file = null;
        var overrides = new List<KeyOverride>();
        for (var rest = new Queue<string>(arguments.Skip(words.Count)); rest.TryDequeue(out var argument);)
        {
            if (argument is "-h" or "--help")
            {
                verb = "help";
                continue;
            }
            var (name, value) = Split(argument, rest);
            if (name == "--config")
                file = value;
            else if (Short.TryGetValue(name, out var key))
                overrides.Add(new KeyOverride(key, value, name));
            else if (name.StartsWith("--streamactors.", StringComparison.Ordinal))
                overrides.Add(new KeyOverride(name[2..], value, name));
            else
                throw Misused($"'{argument}' is no option of this program.");
        }
        return Verbs.Contains(verb, StringComparer.Ordinal)
            ? new CommandLine(verb, file, overrides)
            : throw Misused($"'{verb}' is no verb of this program. It knows: {string.Join(", ", Verbs)}.");
    }

    private static (string Name, string Value) Split(string argument, Queue<string> rest)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
            return (argument[..equals], argument[(equals + 1)..]);
        return argument.StartsWith("--", StringComparison.Ordinal) && rest.TryDequeue(out var value)
            ? (argument, value)
            : throw Misused(argument.StartsWith("--", StringComparison.Ordinal) ? $"{argument} wants a value." : $"'{argument}' stands alone here.");
    }

    private static StartRefusedException Misused(string sentence) => new(ExitCode.Usage, $"{sentence} Try: streamactors help");
}

/// <summary>A key set on the command line, and the option as it was written.</summary>
public sealed record KeyOverride(string Key, string Value, string Option);
