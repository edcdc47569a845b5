namespace StreamActors.Cli;

/// <summary>One command. Help, completion and parsing are derived from it.</summary>
/// <param name="Name">One or two words: <c>status</c>, <c>inputs list</c>.</param>
internal sealed record Verb(string Name, string Says, Func<Session, ExitCode> Do)
{
    /// <summary>The arguments, as the help shows them.</summary>
    public string Arguments { get; init; } = "";

    public int Fewest { get; init; }

    public int Most { get; init; }

    public Option[] Options { get; init; } = [];

    /// <summary>The collection its first argument is an id of: inputs, outputs, workloads, or "things" for inputs and outputs.</summary>
    public string? Ids { get; init; }

    public IEnumerable<Option> AllOptions => Options.Concat(Everywhere);

    public static readonly Option[] Everywhere =
    [
        new("--json", null, "print the server's JSON, for programs"),
        new("--context", "NAME", "use the server and key stored under that name"),
        new("--server", "URL", "the server's address, such as http://127.0.0.1:8080"),
        new("--key-file", "FILE", "read the API key from the first line of FILE"),
        new("--help", null, "show this help"),
    ];

    /// <summary>A command for one item of the collection named by its first word.</summary>
    public static Verb One(string name, string says, Func<Session, ExitCode> act, params Option[] options) =>
        new(name, says, act) { Arguments = "ID", Fewest = 1, Most = 1, Ids = name.Split(' ')[0], Options = options };

    /// <summary>A command that creates an item: completes no id.</summary>
    public static Verb New(string name, string says, Func<Session, ExitCode> act, params Option[] options) =>
        One(name, says, act, options) with { Ids = null };
}
