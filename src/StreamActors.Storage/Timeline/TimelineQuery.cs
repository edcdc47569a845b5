using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>What to read, newest first. To go on, ask for what comes <paramref name="After"/> the last entry of the page before.</summary>
public sealed record TimelineQuery(EntityId? Id = null, string? Kind = null, DateTimeOffset? From = null, DateTimeOffset? Until = null,
    TimelineEntry? After = null, int Count = 100)
{
    /// <summary>Kinds that are left out.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}
