using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>One program of the stream.</summary>
internal sealed class ProgramTrack(int number)
{
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

    public void Scramble()
    {
        if (IsScrambled)
            return;
        IsScrambled = true;
        Clock.LetBe();
    }
}
