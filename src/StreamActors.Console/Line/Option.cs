namespace StreamActors.Cli;

/// <summary>What a verb may be told by name.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands after it, as the help shows it; null for a switch.</param>
internal sealed record Option(string Name, string? Value, string Says)
{
    /// <summary>May be said several times.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>All there are, for completion.</summary>
    public string[] Words { get; init; } = [];
}
