using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>One entry of the timeline.</summary>
/// <param name="Sequence">Null for a fact.</param>
/// <param name="Detail">JSON, secrets masked; empty if the vocabulary does not know the type.</param>
public sealed record TimelineEntry(long Position, DateTimeOffset At, EntityId Id, string Node, long? Sequence, string Who, string Name,
    string Detail)
{
    internal const string Columns = "position, at, persistence_id, node, sequence_number, who, name, detail";

    internal static TimelineEntry From(DbDataReader row) => new(
        row.GetInt64(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        EntityId.Parse(row.GetString(2)),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7));
}

/// <summary>What to read, newest first. To go on, ask for what comes <paramref name="After"/> the last entry of the page before.</summary>
public sealed record TimelineQuery(EntityId? Id = null, string? Kind = null, DateTimeOffset? From = null, DateTimeOffset? Until = null,
    TimelineEntry? After = null, int Count = 100)
{
    /// <summary>Kinds of which nothing is told.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];
}
