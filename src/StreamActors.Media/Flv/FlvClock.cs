using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>
/// Times of a transport stream for FLV: they begin near 0, and never go back within a track. The first time starts the clock for all
/// tracks. Where times jump, they go on after the last one.
/// </summary>
internal sealed class FlvClock
{
    private const long Millisecond = MediaClock.Hertz / 1000;

    /// <summary>What the other track may begin earlier.</summary>
    private const long Start = 100 * Millisecond;

    private const long MostBack = MediaClock.Hertz;
    private const long MostAhead = 10 * MediaClock.Hertz;
    private const long Step = 20 * Millisecond;

    private long _raw;
    private long _now = -1;

    public bool IsRunning { get; private set; }

    /// <param name="last">The time before in this track; negative for none.</param>
    /// <returns>False if the time is before the start.</returns>
    public bool TryMap(long raw, ref long last)
    {
        var step = IsRunning ? MediaClock.Distance(raw, _raw) : 0;
        _now = IsRunning ? _now + step : Start;
        (_raw, IsRunning) = (raw, true);
        // A track that was silent has not jumped, as long as the other one went on.
        if (last >= 0 && (_now - last) is < -MostBack or > MostAhead && step is < -MostBack or > MostAhead)
            _now = last + Step;
        if (_now < 0)
            return false;
        last = Math.Max(_now, last);
        return true;
    }

    /// <summary>All 32 bits of it; it wraps after 50 days.</summary>
    public static uint Milliseconds(long ticks) => unchecked((uint)(ticks / Millisecond));
}
