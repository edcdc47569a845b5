namespace StreamActors.Wire;

/// <summary>The current state, always separate from the ordered one.</summary>
/// <param name="Phase">idle, waiting, starting, on-air, slow (on air, but the destination is too slow), stalled, backing-off, parked or
/// stopping.</param>
/// <param name="Reason">Why, as text; may be empty.</param>
/// <param name="RetryAt">When the next attempt is made, if one is scheduled.</param>
/// <param name="Incarnation">Increases with each start on any node; 0 before the first.</param>
/// <param name="Workload">The id of its workload; null if there is none yet.</param>
/// <param name="Node">The node its metrics come from; null without metrics.</param>
/// <param name="Figures">The latest metrics; null if there are none.</param>
public sealed record StateView(
    string Phase, string Reason, DateTimeOffset? Since, DateTimeOffset? RetryAt, long Incarnation, string? Workload, string? Node,
    FiguresView? Figures)
{
    /// <summary>
    /// The class of the failure behind this phase: network, ended-by-peer, stalled, not-found, input-lost, bad-url, codec, refused-auth,
    /// resources, damaged-input or bug. It decides how the failure is handled. ended is not a failure: the file or playlist was played to
    /// its end, and plays again on the next retry.
    /// </summary>
    public string? Fault { get; init; }
}

/// <summary>One supervised unit of media work.</summary>
/// <param name="Kind">ingest or egress.</param>
/// <param name="Owner">The input or output it belongs to: input/cam1.</param>
/// <param name="Relay">The relay that an ingest writes to and an egress reads from.</param>
public sealed record WorkloadView(string Id, string? Kind, string? Owner, string Cell, string? Relay, bool On, bool ProvenOnAir,
    long Version, StateView State);

/// <summary>Metrics of a running workload, about once a second. Null: the driver does not measure it.</summary>
/// <param name="Driver">native, ffmpeg or mediamtx.</param>
public sealed record FiguresView(DateTimeOffset At, long Incarnation, string Driver)
{
    /// <summary>Media received or sent by this incarnation.</summary>
    public long Bytes { get; init; }

    public long BitsPerSecond { get; init; }

    /// <summary>Packets that did not reach the destination.</summary>
    public long LostPackets { get; init; }

    /// <summary>Packets behind the live edge of the relay.</summary>
    public long? BehindPackets { get; init; }

    /// <summary>Seconds the destination lags behind the stream: data queued in the relay, the pipe and the kernel.</summary>
    public double? BacklogSeconds { get; init; }

    public ChildView? Child { get; init; }

    public StreamView? Stream { get; init; }

    /// <summary>The senders to its port, if there is more than one at a time; their streams corrupt each other.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>Its SRT connections, if it runs natively.</summary>
    public IReadOnlyList<LinkView> Links { get; init; } = [];

    /// <summary>The publisher: address and software. Null when there is none, or the driver does not know.</summary>
    public string? Peer { get; init; }

    /// <summary>The same in parts, with the time since which it is connected.</summary>
    public PublisherView? Publisher { get; init; }

    /// <summary>Publishers and readers refused: a wrong key, a second publisher, or too many readers.</summary>
    public long RefusedPeers { get; init; }

    /// <summary>What is converted rather than copied, as text.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Of an input with driver=mediamtx.</summary>
    public RouterPathView? Router { get; init; }
}

/// <summary>The publisher that was admitted to an input.</summary>
/// <param name="Software">As it names itself; may be empty.</param>
/// <param name="Incarnation">Increases with each publisher that the input admits: only media of the newest is let in.</param>
public sealed record PublisherView(string Address, string Software, DateTimeOffset Since, long Incarnation);

/// <summary>One SRT connection, counted in SRT packets from its start.</summary>
/// <param name="RoundTripMs">The round-trip time (RTT) in milliseconds.</param>
/// <param name="Retransmitted">Sent again, or received again.</param>
/// <param name="Dropped">Given up: too late to send, to arrive or to be decrypted.</param>
/// <param name="LinkBitsPerSecond">The estimated capacity of the link.</param>
/// <param name="LatencyMs">The SRT latency in effect: the larger value of both sides.</param>
public sealed record LinkView(
    string Peer, double RoundTripMs, long Lost, long Retransmitted, long Dropped, long LinkBitsPerSecond, int LatencyMs);

/// <summary>An input's path at MediaMTX, as its API shows it.</summary>
/// <param name="Source">What it receives from, such as srtConn or rtspSource; null: from nothing.</param>
/// <param name="Connections">Of its publisher and readers: kind, state, address.</param>
public sealed record RouterPathView(string Path, bool Ready, string? Source, int Readers, long BytesIn, long BytesOut,
    IReadOnlyList<string> Connections);

/// <summary>The FFmpeg process of a workload.</summary>
/// <param name="Speed">1 is real time.</param>
public sealed record ChildView(int Pid, double CpuSeconds, long ResidentBytes, double? Speed, long? Dropped, long? Duplicated);

/// <summary>The incoming stream, as measured by its relay.</summary>
public sealed record StreamView(
    long ContinuityErrors, long SyncLosses, long TransportErrors, long Scrambled, double NullShare, bool TablesPresent,
    double KeyFrameSeconds, long Restarts, int Readers)
{
    /// <summary>The key frame interval is longer than the ring: a new reader waits for the next key frame.</summary>
    public bool GroupExceedsRing { get; init; }

    /// <summary>Connections that take the stream beside its outputs, as /inputs/{id}/readers lists them.</summary>
    public int Connections { get; init; }

    public IReadOnlyList<string> Codings { get; init; } = [];
}

/// <summary>Metrics over time, as columns of the same length; null: none at that time.</summary>
/// <param name="From">The time of the first value.</param>
/// <param name="Step">Seconds from one value to the next.</param>
/// <param name="BitsPerSecond">Averages.</param>
/// <param name="LostPackets">Packets lost in this time.</param>
/// <param name="BehindPackets">The highest number of packets behind the live edge; null also where it is not measured.</param>
public sealed record SeriesView(
    DateTimeOffset From, int Step, IReadOnlyList<long?> BitsPerSecond, IReadOnlyList<long?> LostPackets,
    IReadOnlyList<long?> BehindPackets);
