namespace StreamActors.Media.Flv;

/// <summary>
/// The timestamps of tags as milliseconds that go on where those begin again: at 2^32, or at 2^31 as with OBS, which writes 31 bits.
/// </summary>
public struct FlvTime
{
    /// <summary>Within this time of where 31 bits begin again, a timestamp has not jumped.</summary>
    private const int LongestStep = 60_000;

    private uint _last;
    private long _now;
    private bool _any;

    public long Take(uint timestamp)
    {
        var step = unchecked((int)(timestamp - _last));
        var stepOf31 = unchecked(step << 1) >> 1;
        _now = !_any ? timestamp : _now + (Math.Abs(stepOf31) < LongestStep ? stepOf31 : step);
        (_last, _any) = (timestamp, true);
        return _now;
    }
}
