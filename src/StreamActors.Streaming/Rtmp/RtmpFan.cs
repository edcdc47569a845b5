using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>The thread that sends one relay to all its native RTMP destinations and players, at most fifty times a second.</summary>
internal sealed class RtmpFan : FeedThread<FlvFeed>
{
    /// <summary>So that one send carries what came in this time.</summary>
    private static readonly TimeSpan FeedInterval = TimeSpan.FromMilliseconds(20);

    private readonly RelayHost _host;
    private readonly List<FlvSource> _sources = [];
    private bool _blocked;

    public RtmpFan(RelayHost host, IFence fence)
        : base($"rtmp {host.Id}", fence)
    {
        _host = host;
        Begin();
    }

    /// <summary>On the thread.</summary>
    public FlvSource Attach(int? program)
    {
        var source = _sources.Find(s => s.Program == program);
        if (source is null)
            _sources.Add(source = new FlvSource(_host, Signal, program));
        source.Users++;
        return source;
    }

    /// <summary>On the thread.</summary>
    public void Detach(FlvSource source)
    {
        if (--source.Users > 0)
            return;
        _sources.Remove(source);
        source.Dispose();
    }

    protected override void Rest()
    {
        if (Signal.Wait(_blocked ? FeedInterval : Timeout.InfiniteTimeSpan))
            PendingWork.Wait(FeedInterval);
        _blocked = false;
        foreach (var source in _sources)
            source.Pump();
    }

    protected override bool Serve(FlvFeed feed)
    {
        var goesOn = feed.Pump();
        _blocked |= feed.IsBlocked;
        return goesOn;
    }
}
