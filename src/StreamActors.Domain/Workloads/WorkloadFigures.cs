namespace StreamActors.Domain.Workloads;

/// <summary>What a workload at work does, about once a second: telemetry, under its id. A figure its driver does not have is null.</summary>
public sealed record WorkloadFigures(DateTimeOffset At, long Incarnation, string Driver)
{
    public const string Topic = "workloads";

    /// <summary>Media taken in or sent out by this incarnation.</summary>
    public long Bytes { get; init; }

    public long BitsPerSecond { get; init; }

    /// <summary>Packets its destination never got: it fell a ring behind, or the kernel had no room.</summary>
    public long LostPackets { get; init; }

    /// <summary>Packets between it and the live edge of its relay.</summary>
    public long? BehindPackets { get; init; }

    /// <summary>How far the destination is behind the stream, by what waits for it in the relay, in the pipe and in the kernel.</summary>
    public double? BacklogSeconds { get; init; }

    public ChildFigures? Child { get; init; }

    public StreamFigures? Stream { get; init; }

    /// <summary>Who sends to its port at the same time, where that is more than one; their streams destroy each other.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>What is not copied as it is, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}

/// <param name="Speed">1 is real time.</param>
public sealed record ChildFigures(int Pid, double CpuSeconds, long ResidentBytes, double? Speed, long? Dropped, long? Duplicated);

/// <summary>The stream as the relay sees it come in.</summary>
public sealed record StreamFigures(long ContinuityErrors, long SyncLosses, long TransportErrors, long Scrambled, double NullShare, bool TablesPresent, double KeyFrameSeconds, long Restarts, int Readers)
{
    /// <summary>Key frames lie further apart than the ring is long: who joins waits for a picture.</summary>
    public bool GroupExceedsRing { get; init; }

    public IReadOnlyList<string> Codings { get; init; } = [];
}
