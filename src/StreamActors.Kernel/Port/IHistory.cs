namespace StreamActors.Kernel;

/// <summary>Queries over the history: stored events, and the timeline with its facts.</summary>
public interface IHistory
{
    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Recorded>> Events(HistoryQuery query, CancellationToken stop);

    /// <summary>Newest first; for the next page, pass the last entry as <see cref="HistoryQuery.Before"/>.</summary>
    Task<IReadOnlyList<TimelineEntry>> Timeline(HistoryQuery query, CancellationToken stop);
}

/// <summary>A filter. Several kinds: any of them; none: all.</summary>
/// <param name="Before">Position and time of the last entry of the previous page; null: start with the newest.</param>
public sealed record HistoryQuery(EntityId? Id = null, IReadOnlyList<string>? Kinds = null, DateTimeOffset? From = null,
    DateTimeOffset? Until = null, (long Position, DateTimeOffset At)? Before = null, int Count = 100)
{
    /// <summary>Kinds that are left out.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}

/// <summary>One timeline entry.</summary>
/// <param name="Sequence">Null for a fact.</param>
/// <param name="Detail">JSON, secrets masked; empty if the vocabulary does not know the type.</param>
public sealed record TimelineEntry(long Position, DateTimeOffset At, EntityId Id, string Node, long? Sequence, string Who, string Name,
    string Detail);
