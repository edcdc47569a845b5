using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>One program of the stream.</summary>
internal sealed class ProgramTrack(int number)
{
    /// <summary>A program is scrambled after this many scrambled packets, each within a second of the last.</summary>
    private const int ScrambledFrom = 8;

    private int _scrambled;
    private long _lastScrambled = long.MinValue / 2;

    public readonly int Number = number;
    public IntervalMeter Maps = new(Limits.Table);

    public int MapPid { get; set; }

    /// <summary>Its index among the programs whose PMTs share a PID.</summary>
    public int Slot { get; set; }

    public ProgramMap? Map { get; set; }

    /// <summary>Its first video stream; <see cref="Sound"/> is its first audio stream.</summary>
    public PidTrack? Video { get; set; }

    public PidTrack? Sound { get; set; }

    public ProgramClock Clock { get; set; } = new();

    /// <summary>Its content is scrambled, so its times cannot be shifted.</summary>
    public bool IsScrambled { get; private set; }

    /// <summary>A scrambled audio or video packet. A single one may be a damaged header and does not count.</summary>
    public void Scramble(long now)
    {
        _scrambled = now - _lastScrambled > Limits.Clear ? 1 : _scrambled + 1;
        _lastScrambled = now;
        if (IsScrambled || _scrambled < ScrambledFrom)
            return;
        IsScrambled = true;
        Clock.LetBe();
    }

    /// <summary>An audio or video unit starts unscrambled.</summary>
    /// <returns>True when its times can be shifted again from here on.</returns>
    public bool Unscramble(long now)
    {
        if (!IsScrambled || now - _lastScrambled <= Limits.Clear)
            return false;
        (IsScrambled, _scrambled) = (false, 0);
        return true;
    }

    /// <summary>The source restarts: the scrambling of the old one no longer counts.</summary>
    public void Restart()
    {
        Maps.Restart();
        _lastScrambled = long.MinValue / 2;
    }
}
