namespace StreamActors.Cli;

/// <param name="Name">With its dashes.</param>
/// <param name="Value">The placeholder of its value in the help; null for a switch.</param>
internal sealed record Option(string Name, string? Value, string Says)
{
    public static readonly Option IfVersion = new("--if-version", "N", "only if the current version is N");

    public bool IsRepeated { get; init; }

    /// <summary>All possible values, for completion.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>An option with a fixed set of values, which the help lists.</summary>
    public static Option Of(string name, string value, string says, params string[] words) =>
        new(name, value, $"{says}{string.Join(", ", words.SkipLast(1))} or {words[^1]}") { Words = words };

    public static Option[] Paging(string fields) =>
        [new("--sort", "FIELD", $"by {fields}; -FIELD for descending"), new("--page", "N", "page number, from 1"),
        new("--size", "N", "entries per page")];
}
