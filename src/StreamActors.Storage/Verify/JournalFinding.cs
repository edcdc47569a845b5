namespace StreamActors.Storage;

public enum JournalFault
{
    Gap,
    OutOfOrder,
    Removed,
    NotOurs,
    UnknownManifest,
    Unreadable,
    SnapshotAhead,
    SnapshotUnusable,
}

/// <summary>A problem with a stored row, where it is, and what an operator can do about it.</summary>
/// <param name="Ordering">Null for a snapshot.</param>
public sealed record JournalFinding(JournalFault Fault, string PersistenceId, long Sequence, long? Ordering, string What, string ToDo);

/// <param name="More">The number of findings past the limit, not listed.</param>
public sealed record JournalReport(long Events, long Snapshots, IReadOnlyList<JournalFinding> Findings, long More)
{
    public bool IsSound => Findings.Count == 0;
}
