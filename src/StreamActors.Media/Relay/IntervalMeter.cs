namespace StreamActors.Media.Relay;

/// <summary>Measures the interval of something that must be repeated within a limit. Ticks of 90 kHz.</summary>
internal struct IntervalMeter(long limit)
{
    private readonly long _limit = limit;
    private bool _any;
    private long _last;
    private long _longest;

    /// <summary>How often the limit was exceeded.</summary>
    public long Late { get; private set; }

    public void Add(long now)
    {
        if (_any)
        {
            _longest = Math.Max(_longest, now - _last);
            Late += now - _last > _limit ? 1 : 0;
        }
        (_any, _last) = (true, now);
    }

    /// <summary>A new source: the pause before it does not count.</summary>
    public void Restart() => _any = false;

    public readonly bool IsPresent(long now) => _any && now - _last <= _limit;

    /// <summary>The longest interval since the last call, including the current one.</summary>
    public long Poll(long now)
    {
        var longest = _any ? Math.Max(_longest, now - _last) : _longest;
        _longest = 0;
        return longest;
    }
}
