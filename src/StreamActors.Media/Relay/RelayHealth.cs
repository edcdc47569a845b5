using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// The health of an incoming stream: the parts of TR 101 290's first and second priority that matter for a relay. Counts are
/// since the relay's start; rates and longest intervals are of about the last second. Immutable and renewed every second, so
/// any thread may hold it.
/// </summary>
public sealed record RelayHealth(DateTimeOffset At)
{
    public long Packets { get; init; }

    public long BitsPerSecond { get; init; }

    /// <summary>The share of null packets in the last second, 0 to 1.</summary>
    public double NullShare { get; init; }

    public bool InSync { get; init; }

    public long SyncLosses { get; init; }

    public long SyncByteErrors { get; init; }

    public long SkippedBytes { get; init; }

    public long ContinuityErrors { get; init; }

    public long TransportErrors { get; init; }

    public long ScrambledPackets { get; init; }

    public TableHealth Pat { get; init; } = TableHealth.None;

    /// <summary>Where a reader would join now.</summary>
    public JoinedAt Join { get; init; } = JoinedAt.Live;

    /// <summary>The video's key frame interval is longer than the ring: readers join without a picture.</summary>
    public bool GroupExceedsRing { get; init; }

    public long RingBytes { get; init; }

    /// <summary>Restarts of the source reported to the relay.</summary>
    public long Restarts { get; init; }

    public ImmutableArray<ProgramHealth> Programs { get; init; } = [];

    public ImmutableArray<PidHealth> Pids { get; init; } = [];

    /// <summary>There are more PIDs or programs than shown: the stream is broken or hostile.</summary>
    public bool LeftOut { get; init; }
}

/// <summary>A table that must be repeated every half second.</summary>
public sealed record TableHealth(bool Present, TimeSpan LongestInterval, long Late, long Damaged)
{
    public static readonly TableHealth None = new(false, TimeSpan.Zero, 0, 0);
}

/// <param name="Seams">How often its clock jumped and was joined to what had been sent.</param>
/// <param name="PcrLate">PCRs more than 100 ms after the previous one.</param>
/// <param name="PcrJumps">Unannounced steps of the PCR backwards or by more than 100 ms.</param>
/// <param name="StampsLate">Audio or video time stamps more than 700 ms after the previous one.</param>
public sealed record ProgramHealth(
    int Number, int PcrPid, TableHealth Pmt, bool Scrambled, long Seams, TimeSpan LongestPcrInterval, long PcrLate, long PcrJumps,
    long StampsLate);

/// <param name="Missing">The PMT names the stream, but it has sent nothing for 5 s.</param>
/// <param name="KeyFrameInterval">Between the last two key frames.</param>
public sealed record PidHealth(
    int Pid, int? Program, StreamCoding Coding, long Packets, long BitsPerSecond, long ContinuityErrors, long Scrambled, bool Missing,
    long KeyFrames, TimeSpan KeyFrameInterval);
