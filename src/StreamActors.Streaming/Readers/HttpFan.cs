using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>The thread that writes one relay to all its HTTP readers, at most ten times a second: writes cost more than bytes.</summary>
internal sealed class HttpFan : FeedThread<HttpFeed>
{
    private static readonly TimeSpan FeedInterval = TimeSpan.FromMilliseconds(100);

    private bool _blocked;

    public HttpFan(string relay, IFence fence)
        : base($"http {relay}", fence) => Begin();

    protected override void Rest()
    {
        if (Signal.Wait(_blocked ? FeedInterval : Timeout.InfiniteTimeSpan))
            PendingWork.Wait(FeedInterval);
        _blocked = false;
    }

    protected override bool Serve(HttpFeed feed)
    {
        var goesOn = feed.Pump();
        _blocked |= feed.IsBlocked;
        return goesOn;
    }
}
