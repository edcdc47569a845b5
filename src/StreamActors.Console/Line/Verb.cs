namespace StreamActors.Cli;

/// <summary>One thing the console can do. Help, completion and the reading of the command line all follow from this.</summary>
/// <param name="Name">One word or two: <c>status</c>, <c>inputs list</c>.</param>
internal sealed record Verb(string Name, string Says, Func<Session, ExitCode> Do)
{
    /// <summary>What stands after the name, as the help shows it.</summary>
    public string Arguments { get; init; } = "";

    public int Fewest { get; init; }

    public int Most { get; init; }

    public Option[] Options { get; init; } = [];

    /// <summary>Of which collection its first argument is an id: inputs, outputs, workloads, or both where it is "things".</summary>
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

    /// <summary>A verb for one thing of the collection that its first word names.</summary>
    public static Verb One(string name, string says, Func<Session, ExitCode> act, params Option[] options) =>
        new(name, says, act) { Arguments = "ID", Fewest = 1, Most = 1, Ids = name.Split(' ')[0], Options = options };

    /// <summary>A verb that makes one: its id is not known yet.</summary>
    public static Verb New(string name, string says, Func<Session, ExitCode> act, params Option[] options) =>
        One(name, says, act, options) with { Ids = null };
}
