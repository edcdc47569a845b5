using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>
/// The thread that feeds every FFmpeg output of this node, at most fifty times a second: waking for each datagram would cost a core with a
/// hundred outputs, and gain nothing.
/// </summary>
internal sealed class PipeFeeder : FeedThread<PipeFeed>
{
    private static readonly TimeSpan FeedInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>While a pipe is full: it holds only 64 KiB, which is not much at 50 Mbit/s.</summary>
    private static readonly TimeSpan FullPipeInterval = TimeSpan.FromMilliseconds(3);

    /// <summary>Retries a full pipe even though nothing new has arrived.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private bool _full;

    public PipeFeeder(IFence fence)
        : base("ffmpeg feeder", fence) => Begin();

    protected override void Rest()
    {
        if (Signal.Wait(Lanes.Count == 0 ? Timeout.InfiniteTimeSpan : RetryDelay))
            PendingWork.Wait(_full ? FullPipeInterval : FeedInterval);
        _full = false;
    }

    protected override bool Serve(PipeFeed feed)
    {
        var goesOn = feed.Feed();
        _full |= feed.IsFull;
        return goesOn;
    }
}
