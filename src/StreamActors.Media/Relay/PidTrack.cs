using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>The state of one PID. Fields, since most are structs that are changed in place.</summary>
internal sealed class PidTrack(int pid)
{
    public readonly int Pid = pid;
    public Continuity Counter = new();
    public OutgoingCounter Outgoing = new();
    public PidFigures Figures = new();
    public PesUnit Pes;
    public KeyFrameScan Scan;
    public StampTrack Stamps;

    /// <summary>The program whose PMT named it first.</summary>
    public ProgramTrack? Program;

    /// <summary>The program whose PCR it carries.</summary>
    public ProgramTrack? Reference;

    /// <summary>Set when it carries PAT or PMT.</summary>
    public TableTrack? Tables;

    public StreamCoding Coding;

    /// <summary>The first packet of its current unit.</summary>
    public long UnitAt;

    /// <summary>A packet without a unit start announced the next unit as a random access point.</summary>
    public bool IsFlagged;

    /// <summary>The place of each byte of a split header: packet number times packet size, plus the offset in it.</summary>
    public long[]? HeaderPlaces;

    public bool IsTimed => Coding.IsVideo() || Coding.IsAudio();
}

/// <summary>The counters of one PID.</summary>
internal struct PidFigures()
{
    public long Packets;
    public long PacketsAtMeasurement;
    public long ContinuityErrors;
    public long Scrambled;
    public long LastSeen;
    public long KeyFrames;
    public long LastKey;
    public long KeyInterval;
    public IntervalMeter Stamps = new(Limits.Stamp);
    public PcrFigures Pcr = new();
}

/// <summary>The counters of a PCR.</summary>
internal struct PcrFigures()
{
    public IntervalMeter Spacing = new(Limits.Pcr);
    public long Jumps;
    private bool _any;
    private Pcr _last;

    public void Add(Pcr pcr, long now, bool announced)
    {
        Spacing.Add(now);
        var step = MediaClock.Distance(pcr.Clock, _last.Clock);
        Jumps += _any && !announced && (step < 0 || step > Limits.PcrStep) ? 1 : 0;
        (_any, _last) = (true, pcr);
    }

    public void Restart()
    {
        _any = false;
        Spacing.Restart();
    }
}

/// <summary>The limits of TR 101 290, in ticks of 90 kHz.</summary>
internal static class Limits
{
    public const long Table = MediaClock.Hertz / 2;
    public const long Pcr = MediaClock.Hertz / 10;
    public const long PcrStep = MediaClock.Hertz / 10;
    public const long Stamp = MediaClock.Hertz * 7 / 10;
    /// <summary>A program counts as clear after this long without a scrambled packet.</summary>
    public const long Clear = MediaClock.Hertz;

    public const long Missing = MediaClock.Hertz * 5;
}
