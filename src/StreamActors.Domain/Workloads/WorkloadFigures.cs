namespace StreamActors.Domain.Workloads;

/// <summary>Metrics of a running workload, about once a second: telemetry, by workload id. Null: not measured by this driver.</summary>
public sealed record WorkloadFigures(DateTimeOffset At, long Incarnation, string Driver)
{
    public const string Topic = "workloads";

    /// <summary>Media received or sent by this incarnation.</summary>
    public long Bytes { get; init; }

    public long BitsPerSecond { get; init; }

    /// <summary>Packets dropped on the way to the destination: it fell behind the ring, or the kernel's buffer was full.</summary>
    public long LostPackets { get; init; }

    /// <summary>Packets between it and the live edge of its relay.</summary>
    public long? BehindPackets { get; init; }

    /// <summary>The destination's delay: what waits for it in the relay, the pipe and the kernel.</summary>
    public double? BacklogSeconds { get; init; }

    public ChildFigures? Child { get; init; }

    public StreamFigures? Stream { get; init; }

    /// <summary>The senders to its port when there are several; their streams corrupt each other.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>Its SRT connections; empty for other protocols and for FFmpeg.</summary>
    public IReadOnlyList<LinkFigures> Links { get; init; } = [];

    /// <summary>The publisher to its port.</summary>
    public PublisherFigures? Publisher { get; init; }

    /// <summary>Publishers admitted in this run.</summary>
    public long AdmittedPeers { get; init; }

    /// <summary>Connections to it that were refused: a wrong key, a second publisher, or too many readers.</summary>
    public long RefusedPeers { get; init; }

    /// <summary>Tracks that are not copied unchanged, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Of an input with driver=mediamtx.</summary>
    public RouterFigures? Router { get; init; }
}

/// <param name="Incarnation">Of its admission: media of an earlier one is not let in any more.</param>
public sealed record PublisherFigures(string Address, string Software, DateTimeOffset Since, long Incarnation);

/// <summary>An input's path at MediaMTX, as its API shows it.</summary>
/// <param name="Source">What it receives from, such as srtConn or rtspSource; null: from nothing.</param>
/// <param name="Connections">Of its publisher and readers: kind, state, address.</param>
public sealed record RouterFigures(string Path, bool Ready, string? Source, int Readers, long BytesIn, long BytesOut,
    IReadOnlyList<string> Connections);

/// <summary>MediaMTX as a node sees it: telemetry, by node name.</summary>
public sealed record RouterHealth(DateTimeOffset At, bool Up)
{
    public const string Topic = "mediamtx";

    public string? Version { get; init; }

    public string? Fault { get; init; }

    /// <summary>Paths of this node's inputs that it has, and how many of them have media.</summary>
    public int Paths { get; init; }

    public int Ready { get; init; }

    /// <summary>Restarts noticed since this node started.</summary>
    public int Restarts { get; init; }
}

/// <param name="Speed">1 is real time.</param>
public sealed record ChildFigures(int Pid, double CpuSeconds, long ResidentBytes, double? Speed, long? Dropped, long? Duplicated);

/// <summary>One SRT connection, counted in SRT packets from its start.</summary>
/// <param name="Retransmitted">Sent again, or received again.</param>
/// <param name="Dropped">Given up: too late to send, to arrive or to be decrypted.</param>
/// <param name="LinkBitsPerSecond">The estimated capacity of the link.</param>
/// <param name="LatencyMs">In effect: the larger value of both sides.</param>
public sealed record LinkFigures(
    string Peer, double RoundTripMs, long Lost, long Retransmitted, long Dropped, long LinkBitsPerSecond, int LatencyMs);

/// <summary>Metrics of the stream that enters the relay.</summary>
public sealed record StreamFigures(long ContinuityErrors, long SyncLosses, long TransportErrors, long Scrambled, double NullShare,
    bool TablesPresent, double KeyFrameSeconds, long Restarts, int Readers)
{
    /// <summary>The key frame interval is longer than the ring: a new reader waits for a picture.</summary>
    public bool GroupExceedsRing { get; init; }

    /// <summary>Connections that take the stream beside its outputs; several of one protocol may count as one of the readers.</summary>
    public int Connections { get; init; }

    public IReadOnlyList<string> Codings { get; init; } = [];
}
