namespace StreamActors.Wire;

/// <summary>What something is just now, which is never the same field as what is ordered.</summary>
/// <param name="Phase">idle, waiting, starting, on-air, slow (on air, but the destination is too slow), stalled, backing-off, parked or stopping.</param>
/// <param name="Reason">In words; empty where there is nothing to say.</param>
/// <param name="RetryAt">When it tries again, where it waits to.</param>
/// <param name="Incarnation">Rises each time it is started anywhere; 0 before the first.</param>
/// <param name="Workload">The id of the workload that does it; null where there is none yet.</param>
/// <param name="Node">The node its figures come from; null where it has none.</param>
/// <param name="Figures">The newest figures; null where it has none.</param>
public sealed record StateView(
    string Phase, string Reason, DateTimeOffset? Since, DateTimeOffset? RetryAt, long Incarnation, string? Workload, string? Node, FiguresView? Figures)
{
    /// <summary>
    /// The class of the failure that brought it into this phase, where one did: network, ended-by-peer, stalled, not-found,
    /// input-lost, bad-url, codec, refused-auth, resources, damaged-input or bug. It decides what is done about it. With ended it
    /// is no failure: the file or playlist was played to its end, and plays again when it is retried.
    /// </summary>
    public string? Fault { get; init; }
}

/// <summary>One supervised unit of media work.</summary>
/// <param name="Kind">ingest or egress.</param>
/// <param name="Owner">The input or output it works for: input/cam1.</param>
/// <param name="Relay">What an ingest fills and an egress reads.</param>
public sealed record WorkloadView(string Id, string? Kind, string? Owner, string Cell, string? Relay, bool On, bool ProvenOnAir, long Version, StateView State);

/// <summary>What a workload at work does, about once a second. What its driver does not count is null.</summary>
/// <param name="Driver">native or ffmpeg.</param>
public sealed record FiguresView(DateTimeOffset At, long Incarnation, string Driver)
{
    /// <summary>Media taken in or sent out by this incarnation.</summary>
    public long Bytes { get; init; }

    public long BitsPerSecond { get; init; }

    /// <summary>Packets its destination never got.</summary>
    public long LostPackets { get; init; }

    /// <summary>Packets between it and the live edge of its relay.</summary>
    public long? BehindPackets { get; init; }

    /// <summary>How many seconds the destination is behind the stream: what waits for it in the relay, in the pipe and in the kernel.</summary>
    public double? BacklogSeconds { get; init; }

    public ChildView? Child { get; init; }

    public StreamView? Stream { get; init; }

    /// <summary>Who sends to its port at the same time, where that is more than one; their streams destroy each other.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>What is not copied as it is, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}

/// <summary>The FFmpeg process of a workload.</summary>
/// <param name="Speed">1 is real time.</param>
public sealed record ChildView(int Pid, double CpuSeconds, long ResidentBytes, double? Speed, long? Dropped, long? Duplicated);

/// <summary>The stream as its relay sees it come in.</summary>
public sealed record StreamView(
    long ContinuityErrors, long SyncLosses, long TransportErrors, long Scrambled, double NullShare, bool TablesPresent, double KeyFrameSeconds, long Restarts, int Readers)
{
    /// <summary>Key frames lie further apart than the ring is long: who joins waits for a picture.</summary>
    public bool GroupExceedsRing { get; init; }

    public IReadOnlyList<string> Codings { get; init; } = [];
}
