using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Some rows of the journal one after another, each read and made sense of once for all who follow.</summary>
/// <param name="after">The position it begins behind.</param>
/// <param name="end">Where nothing came behind it: ends when something may have come since.</param>
internal sealed class FeedPage(long after, IReadOnlyList<JournalRow> rows, EnvelopeFormat format, Task? end)
{
    private readonly Recorded?[] _opened = new Recorded?[rows.Count];

    public long After => after;

    /// <summary>The position it reaches; what it begins behind where it is empty.</summary>
    public long UpTo => rows.Count == 0 ? after : rows[^1].Ordering;

    public Task? End => end;

    public int Count => rows.Count;

    public bool Covers(long position) => after <= position && position < UpTo;

    public long PositionOf(int n) => rows[n].Ordering;

    /// <summary>Where the rows behind this position begin.</summary>
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

    /// <returns>Null for a row that is deleted.</returns>
    /// <exception cref="UnreadableEventException">For whoever comes to it; those before it are delivered.</exception>
    public Recorded? At(int n)
    {
        if (rows[n].Deleted)
            return null;
        lock (_opened) // several come to it at the same moment, and one opens it
            return _opened[n] ??= rows[n].Open(format);
    }
}
