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

    /// <summary>The publisher to its port: address and software.</summary>
    public string? Peer { get; init; }

    /// <summary>Connections that named its application and were refused: a wrong key, or a second publisher.</summary>
    public long RefusedPeers { get; init; }

    /// <summary>Tracks that are not copied unchanged, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}

/// <param name="Speed">1 is real time.</param>
public sealed record ChildFigures(int Pid, double CpuSeconds, long ResidentBytes, double? Speed, long? Dropped, long? Duplicated);

/// <summary>Metrics of the stream that enters the relay.</summary>
public sealed record StreamFigures(long ContinuityErrors, long SyncLosses, long TransportErrors, long Scrambled, double NullShare,
    bool TablesPresent, double KeyFrameSeconds, long Restarts, int Readers)
{
    /// <summary>The key frame interval is longer than the ring: a new reader waits for a picture.</summary>
    public bool GroupExceedsRing { get; init; }

    public IReadOnlyList<string> Codings { get; init; } = [];
}
