namespace StreamActors.Kernel;

/// <summary>
/// How far each follower has brought each source to this entity. Followers deliver in sequence per source, so whatever
/// is not past the mark is a repeat: exact however long ago, where remembered command ids are only 64.
/// </summary>
internal sealed class SourceMarks
{
    private const int Kept = 4096; // the sources of one receiver; the least recently heard is forgotten first

    private readonly Dictionary<(string Who, EntityId Source), (long Sequence, long Heard)> _marks = [];
    private long _heard;

    public bool IsRepeat(string who, Cause cause) => _marks.TryGetValue((who, cause.Source), out var mark) && cause.Sequence <= mark.Sequence;

    public void Note(string who, Cause cause)
    {
        if (_marks.Count >= Kept && !_marks.ContainsKey((who, cause.Source)))
            _marks.Remove(_marks.MinBy(m => m.Value.Heard).Key);
        if (!IsRepeat(who, cause))
            _marks[(who, cause.Source)] = (cause.Sequence, ++_heard);
    }

    public IEnumerable<SourceMark> Stored() =>
        _marks.OrderBy(m => m.Value.Heard).Select(m => new SourceMark(m.Key.Who, m.Key.Source.ToString(), m.Value.Sequence));
}

/// <summary>How far one follower has brought one source, as a snapshot keeps it.</summary>
public sealed record SourceMark(string Who, string Source, long Sequence);
