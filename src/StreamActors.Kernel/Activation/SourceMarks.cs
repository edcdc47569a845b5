namespace StreamActors.Kernel;

/// <summary>
/// The last sequence number that each follower has delivered from each source to this entity. Followers deliver in sequence
/// per source, so anything not past the mark is a repeat, however old; remembered command ids reach back only 64 commands.
/// </summary>
internal sealed class SourceMarks
{
    // Sources per follower; the least recently used is dropped first. A follower runs no further ahead of its cursor than this.
    // Kept per follower, so that a busy one does not push out the marks of another whose cursor is far behind.
    private const int Kept = 4096;

    private readonly Dictionary<string, Dictionary<EntityId, (long Sequence, long Heard)>> _marks = new(StringComparer.Ordinal);
    private long _heard;

    public bool IsRepeat(string who, Cause cause) =>
        _marks.TryGetValue(who, out var sources) && sources.TryGetValue(cause.Source, out var mark) && cause.Sequence <= mark.Sequence;

    public void Note(string who, Cause cause)
    {
        if (IsRepeat(who, cause))
            return;
        if (!_marks.TryGetValue(who, out var sources))
            _marks.Add(who, sources = []);
        if (sources.Count >= Kept && !sources.ContainsKey(cause.Source))
            sources.Remove(sources.MinBy(m => m.Value.Heard).Key);
        sources[cause.Source] = (cause.Sequence, ++_heard);
    }

    public IEnumerable<SourceMark> Stored() =>
        from follower in _marks
        from mark in follower.Value
        orderby mark.Value.Heard
        select new SourceMark(follower.Key, mark.Key.ToString(), mark.Value.Sequence);
}

/// <summary>The last sequence number one follower has delivered from one source, in a snapshot.</summary>
public sealed record SourceMark(string Who, string Source, long Sequence);
