namespace StreamActors.Server;

/// <summary>The parsed command line: a command, an optional file, and keys that override it.</summary>
public sealed record CommandLine(string Verb, string? ConfigFile, IReadOnlyList<string> Keys)
{
    public bool Demo { get; init; }

    public string? From { get; init; }

    public string? PassphraseFile { get; init; }

    public const string Up = "up", VerifyJournal = "journal verify", Restore = "restore", Version = "version", Help = "help";

    private static readonly string[] Verbs = [Up, VerifyJournal, Restore, Version, Help];

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["--data"] = "--streamactors.data",
        ["--http"] = "--streamactors.http.listen",
        ["--node"] = "--streamactors.node",
        ["--join"] = "--streamactors.cluster.join",
    };

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var words = arguments.TakeWhile(a => !a.StartsWith('-')).ToList();
        if (words.Count == 0 && !arguments.Any(a => a is "-h" or "--help"))
            throw Misused("A command is missing, such as: streamactors up --data DIR.");
        var verb = words.Count == 0 ? Help : string.Join(' ', words);
        string? file = null, from = null, passphrase = null;
        var demo = false;
        var keys = new List<string>();
        for (var rest = new Queue<string>(arguments.Skip(words.Count)); rest.TryDequeue(out var argument);)
        {
            if (argument is "-h" or "--help")
                return new CommandLine(Help, null, []);
            if (argument == "--demo" && verb == Up)
            {
                demo = true;
                continue;
            }
            var (name, value) = Split(argument, rest);
            if (name == "--config")
                file = value;
            else if (name == "--from" && verb == Restore)
                from = value;
            else if (name == "--passphrase-file" && verb == Restore)
                passphrase = value;
            else
                keys.Add($"{Short.GetValueOrDefault(name, name)}={value}");
        }
        if (verb == Restore && from is null)
            throw Misused("restore requires --from FILE.");
        return Verbs.Contains(verb, StringComparer.Ordinal)
            ? new CommandLine(verb, file, keys) { Demo = demo, From = from, PassphraseFile = passphrase }
            : throw Misused($"'{verb}' is not a command of the server. Commands: {string.Join(", ", Verbs)}.");
    }

    private static (string Name, string Value) Split(string argument, Queue<string> rest)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            throw Misused($"Unexpected argument '{argument}'.");
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
            return (argument[..equals], argument[(equals + 1)..]);
        return rest.TryDequeue(out var value) ? (argument, value) : throw Misused($"{argument} needs a value.");
    }

    private static StartRefusedException Misused(string sentence) => new(ExitCode.Usage, $"{sentence} Try: streamactors help");
}
