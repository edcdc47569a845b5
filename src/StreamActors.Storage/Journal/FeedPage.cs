using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Consecutive rows of the journal, read and decoded once for all followers.</summary>
/// <param name="after">The position before its first row.</param>
/// <param name="end">At the end of the journal: completes when there may be more.</param>
internal sealed class FeedPage(long after, IReadOnlyList<JournalRow> rows, EnvelopeFormat format, Task? end)
{
    private readonly Recorded?[] _opened = new Recorded?[rows.Count];

    public long After => after;

    /// <summary>The position of its last row; the starting position if it is empty.</summary>
    public long UpTo => rows.Count == 0 ? after : rows[^1].Ordering;

    public Task? End => end;

    public int Count => rows.Count;

    public bool Covers(long position) => after <= position && position < UpTo;

    public long PositionOf(int n) => rows[n].Ordering;

    /// <summary>The index of the first row after this position.</summary>
    public int FirstAfter(long position)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Ordering <= position ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <returns>Null for a deleted row.</returns>
    /// <exception cref="UnreadableEventException">Thrown only at this row; those before it are delivered.</exception>
    public Recorded? At(int n)
    {
        if (rows[n].Deleted)
            return null;
        lock (_opened) // several may want it at once, and one decodes it
            return _opened[n] ??= rows[n].Open(format);
    }
}
