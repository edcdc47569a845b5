namespace StreamActors.Kernel;

/// <summary>What was, for people who look back: stored events, and the timeline with its facts.</summary>
public interface IPast
{
    /// <summary>Newest first, those before a position.</summary>
    Task<IReadOnlyList<Recorded>> Events(PastQuery query, CancellationToken stop);

    /// <summary>Newest first; to go on, those before the last of the page before.</summary>
    Task<IReadOnlyList<Told>> Timeline(PastQuery query, CancellationToken stop);
}

/// <summary>What to look for. Several kinds: any of them; none: all.</summary>
/// <param name="Before">The position and the time of the last of the page before; null: from the newest on.</param>
public sealed record PastQuery(EntityId? Id = null, IReadOnlyList<string>? Kinds = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, (long Position, DateTimeOffset At)? Before = null, int Count = 100)
{
    /// <summary>Kinds of which nothing is told.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}

/// <summary>One line of the timeline.</summary>
/// <param name="Sequence">Null for a fact.</param>
/// <param name="Detail">JSON, secrets masked.</param>
public sealed record Told(long Position, DateTimeOffset At, EntityId Id, string Node, long? Sequence, string Who, string Name, string Detail);
