namespace StreamActors.Cli;

/// <summary>A failed command: why, and what to do next.</summary>
internal sealed class VerbFailedException(ExitCode code, string why, string? next = null) : Exception(why)
{
    public ExitCode Code => code;

    public string? Next => next;

    /// <summary>Field, value and cure of each invalid field.</summary>
    public IReadOnlyList<(string Field, string? Value, string Cure)> Faults { get; init; } = [];

    /// <summary>The problem as the server sent it, if any.</summary>
    public byte[]? Problem { get; init; }

    public static VerbFailedException Misused(string why, string? next = null) => new(ExitCode.Usage, why, next);
}
