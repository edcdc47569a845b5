namespace StreamActors.Media.Relay;

/// <summary>How far apart something comes that has to come at least so often. Ticks of 90 kHz.</summary>
internal struct Spacing(long limit)
{
    private readonly long _limit = limit;
    private bool _any;
    private long _last;
    private long _longest;

    /// <summary>How often it was late.</summary>
    public long Late { get; private set; }

    public void Hear(long now)
    {
        if (_any)
        {
            _longest = Math.Max(_longest, now - _last);
            Late += now - _last > _limit ? 1 : 0;
        }
        (_any, _last) = (true, now);
    }

    /// <summary>Another source: the silence between the two is nobody's lateness.</summary>
    public void Restart() => _any = false;

    public readonly bool IsPresent(long now) => _any && now - _last <= _limit;

    /// <summary>The longest distance since the last look, the open one included.</summary>
    public long Look(long now)
    {
        var longest = _any ? Math.Max(_longest, now - _last) : _longest;
        _longest = 0;
        return longest;
    }
}
