using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>An SRT connection, or a listener that makes connections.</summary>
internal interface ISrtLane : IOutputFeed
{
    Task<DriverEnd> Ended { get; }

    /// <summary>Its connections.</summary>
    IReadOnlyList<SrtFeed> Feeds { get; }

    /// <summary>Bytes that were acknowledged, by connections of the past too.</summary>
    long Acknowledged { get; }

    long SentBytes { get; }

    /// <summary>Readers refused.</summary>
    long Refused => 0;

    /// <summary>How soon it needs to be served again though no media comes; null: it need not.</summary>
    TimeSpan? Timeout { get; }

    /// <param name="idle">No media has come meanwhile.</param>
    /// <returns>False if it has ended.</returns>
    bool Pump(TimeSpan now, bool idle);
}

/// <summary>The thread that sends one relay to all its SRT destinations. No call of libsrt made here waits.</summary>
internal sealed class SrtFan : FeedThread<ISrtLane>
{
    /// <summary>What comes meanwhile goes out with one wake-up of the thread. The latency of SRT is at least 20 ms.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);

    /// <summary>How soon a connection that broke while no media came is noticed.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time;
    private readonly long _start;
    private TimeSpan _now;
    private bool _idle;

    public SrtFan(string relay, IFence fence, TimeProvider time)
        : base($"srt {relay}", fence)
    {
        (_time, _start) = (time, time.GetTimestamp());
        Begin();
    }

    protected override void Rest()
    {
        var timeout = CheckInterval;
        foreach (var lane in Lanes)
            timeout = lane.Timeout < timeout ? lane.Timeout.Value : timeout;
        _idle = !Signal.Wait(Lanes.Count == 0 ? Timeout.InfiniteTimeSpan : timeout);
        if (!_idle && timeout > Linger)
            PendingWork.Wait(Linger);
        _now = _time.GetElapsedTime(_start);
    }

    protected override bool Serve(ISrtLane lane) => lane.Pump(_now, _idle);
}
