using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// How a stream is, measured where it comes in: what of TR 101 290's first and second priority matters for a relay.
/// Counts run from the relay's start; rates and longest distances are of the last second or so. A new one is made once a
/// second and never changed, so any thread may hold it.
/// </summary>
public sealed record RelayHealth(DateTimeOffset At)
{
    public long Packets { get; init; }

    public long BitsPerSecond { get; init; }

    /// <summary>Null packets among those of the last second, 0 to 1.</summary>
    public double NullShare { get; init; }

    public bool InSync { get; init; }

    public long SyncLosses { get; init; }

    public long SyncByteErrors { get; init; }

    public long SkippedBytes { get; init; }

    public long ContinuityErrors { get; init; }

    public long TransportErrors { get; init; }

    public long ScrambledPackets { get; init; }

    public TableHealth Pat { get; init; } = TableHealth.None;

    /// <summary>Where a reader would come in now.</summary>
    public JoinedAt Join { get; init; } = JoinedAt.Live;

    /// <summary>There is video with key frames, but they lie further apart than the ring is long: readers come in without a picture.</summary>
    public bool GroupExceedsRing { get; init; }

    public long RingBytes { get; init; }

    /// <summary>Restarts of the source that the relay was told of.</summary>
    public long Restarts { get; init; }

    public ImmutableArray<ProgramHealth> Programs { get; init; } = [];

    public ImmutableArray<PidHealth> Pids { get; init; } = [];

    /// <summary>PIDs or programs beyond what is shown: a stream that has them is broken or hostile.</summary>
    public bool LeftOut { get; init; }
}

/// <summary>A table that has to come every half second.</summary>
public sealed record TableHealth(bool Present, TimeSpan LongestInterval, long Late, long Damaged)
{
    public static readonly TableHealth None = new(false, TimeSpan.Zero, 0, 0);
}

/// <param name="Seams">How often its clock leapt and was put on behind what had gone out.</param>
/// <param name="PcrLate">Clock references more than 100 ms after the one before.</param>
/// <param name="PcrJumps">Steps of the clock back, or of more than 100 ms, that were not announced.</param>
/// <param name="StampsLate">Times of sound or picture more than 700 ms after the one before.</param>
public sealed record ProgramHealth(
    int Number, int PcrPid, TableHealth Pmt, bool Scrambled, long Seams, TimeSpan LongestPcrInterval, long PcrLate, long PcrJumps, long StampsLate);

/// <param name="Missing">A stream that the PMT names and that has sent nothing for 5 s.</param>
/// <param name="KeyFrameInterval">Between the last two key frames.</param>
public sealed record PidHealth(
    int Pid, int? Program, StreamCoding Coding, long Packets, long BitsPerSecond, long ContinuityErrors, long Scrambled, bool Missing, long KeyFrames, TimeSpan KeyFrameInterval);
