using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>One program of the stream.</summary>
internal sealed class ProgramTrack(int number)
{
    /// <summary>So many scrambled packets, none a second after the one before, and the program is scrambled.</summary>
    private const int ScrambledFrom = 8;

    private int _scrambled;
    private long _lastScrambled = long.MinValue / 2;

    public readonly int Number = number;
    public Spacing Maps = new(Limits.Table);

    public int MapPid { get; set; }

    /// <summary>Its place among the programs whose maps share a PID.</summary>
    public int Slot { get; set; }

    public ProgramMap? Map { get; set; }

    /// <summary>Its first picture, and its first sound.</summary>
    public PidTrack? Video { get; set; }

    public PidTrack? Sound { get; set; }

    public ProgramClock Clock { get; set; } = new();

    /// <summary>Its content is scrambled, so that its times cannot be moved.</summary>
    public bool IsScrambled { get; private set; }

    /// <summary>A scrambled packet of its sound or picture. A single one is a damaged header and says nothing of the program.</summary>
    public void Scramble(long now)
    {
        _scrambled = now - _lastScrambled > Limits.Clear ? 1 : _scrambled + 1;
        _lastScrambled = now;
        if (IsScrambled || _scrambled < ScrambledFrom)
            return;
        IsScrambled = true;
        Clock.LetBe();
    }

    /// <summary>A unit of its sound or picture begins in the clear.</summary>
    /// <returns>True where its times can be moved again from here on.</returns>
    public bool Unscramble(long now)
    {
        if (!IsScrambled || now - _lastScrambled <= Limits.Clear)
            return false;
        (IsScrambled, _scrambled) = (false, 0);
        return true;
    }

    /// <summary>The source starts again: what the old one scrambled says nothing of the new one.</summary>
    public void Restart()
    {
        Maps.Restart();
        _lastScrambled = long.MinValue / 2;
    }
}
