namespace StreamActors.Kernel;

/// <summary>
/// How far each follower has brought each source to this entity. Followers deliver in sequence per source, so whatever
/// is not past the mark is a repeat: exact however long ago, where remembered command ids are only 64.
/// </summary>
internal sealed class SourceMarks
{
    // The sources of one receiver, for each follower: the least recently heard is forgotten first. A follower runs no further
    // ahead of its cursor than this, and a busy one must not push out the marks of another, whose cursor may be far behind.
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

/// <summary>How far one follower has brought one source, as a snapshot keeps it.</summary>
public sealed record SourceMark(string Who, string Source, long Sequence);
