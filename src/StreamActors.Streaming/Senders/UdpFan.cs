using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>
/// The thread that sends one relay to all its native destinations. It is woken by the relay; while every destination may hold media back,
/// it sleeps that long after each wake-up, so that not every datagram wakes it.
/// </summary>
internal sealed class UdpFan : FeedThread<UdpFeed>
{
    /// <summary>A partial datagram is sent when nothing more has arrived for this long.</summary>
    private static readonly TimeSpan PartTimeout = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time;
    private readonly long _start;
    private TimeSpan _now;
    private bool _held;
    private bool _flush;

    public UdpFan(string relay, IFence fence, TimeProvider time)
        : base($"udp {relay}", fence)
    {
        (_time, _start) = (time, time.GetTimestamp());
        Begin();
    }

    protected override void Rest()
    {
        var (rang, hold) = Wait();
        _held = rang && hold > TimeSpan.Zero;
        if (_held)
            PendingWork.Wait(hold);
        (_flush, _now) = (!rang, _time.GetElapsedTime(_start));
    }

    protected override bool Serve(UdpFeed feed) => feed.Pump(_now, _held, _flush);

    /// <summary>Waits for media, or until held media is due.</summary>
    /// <returns>Whether media arrived, and how long all may still hold it.</returns>
    private (bool Rang, TimeSpan Hold) Wait()
    {
        var (due, part, paced, hold) = ((TimeSpan?)null, false, false, Lanes.Count == 0 ? TimeSpan.Zero : TimeSpan.MaxValue);
        foreach (var feed in Lanes)
        {
            part |= feed.HasPart;
            paced |= feed.IsPaced;
            due = feed.Due < (due ?? TimeSpan.MaxValue) ? feed.Due : due;
            hold = feed.MaxHold < hold ? feed.MaxHold : hold;
        }
        var timeout = part ? PartTimeout : Timeout.InfiniteTimeSpan;
        if (paced)
        {
            // Keeps to the pace without delaying other destinations' media or cutting it short.
            Signal.Wait(JoinPace.Step);
            return (true, TimeSpan.Zero);
        }
        if (due is { } at)
        {
            var left = at - _time.GetElapsedTime(_start);
            if (left <= TimeSpan.Zero)
                return (true, TimeSpan.Zero);
            timeout = left;
        }
        return (Signal.Wait(timeout) || due is not null, hold);
    }
}
