namespace StreamActors.Cli;

/// <summary>An option of a verb.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands after it, as the help shows it; null for a switch.</param>
internal sealed record Option(string Name, string? Value, string Says)
{
    public static readonly Option IfVersion = new("--if-version", "N", "only if this is still the version");

    /// <summary>May be given several times.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>All values there are, for completion.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>One of a few words, which the help lists.</summary>
    public static Option Of(string name, string value, string says, params string[] words) =>
        new(name, value, $"{says}{string.Join(", ", words.SkipLast(1))} or {words[^1]}") { Words = words };

    public static Option[] Paging(string fields) =>
        [new("--sort", "FIELD", $"by {fields}; -FIELD for descending"), new("--page", "N", "page number, from 1"),
        new("--size", "N", "entries per page")];
}
