using StreamActors.Domain.Workloads;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>An SRT destination, or a port where SRT destinations fetch the stream; served with the others of its relay.</summary>
internal sealed class SrtEgress : IDriver
{
    private readonly RelayHost _host;
    private readonly SrtFan _fan;
    private readonly ISrtLane _lane;
    private readonly Rate _rate;

    private SrtEgress(RelayHost host, SrtFan fan, ISrtLane lane, TimeProvider time)
    {
        (_host, _fan, _lane, _rate) = (host, fan, lane, new Rate(time));
        fan.Add(lane);
    }

    public string Name => "native";

    public Task<DriverEnd> Ended => _lane.Ended;

    /// <summary>What the peers acknowledged: what waits in a buffer is with nobody yet.</summary>
    public long Accepted => _lane.Acknowledged;

    public long Lost => _lane.Feeds.Sum(f => f.Lost);

    /// <summary>What waits in the relay and for an acknowledgement. A listener has none: a slow reader is not a slow output.</summary>
    public TimeSpan? Backlog => _lane is SrtFeed feed ? _host.TimeOf((feed.Behind * TsPacket.Size) + feed.Unacknowledged) : null;

    public static SrtEgress Start(RelayHost host, SrtOptions options, SrtLink link, SrtPorts ports, int mostReaders, RefusalLog refusals,
        TimeProvider time)
    {
        var fan = host.SrtFan;
        (SrtSocket? socket, IDisposable? lease) = (null, null);
        try
        {
            if (link.Listens)
            {
                var listener = new SrtListener(host, socket = SrtSocket.Create(options, waits: false, link.Address), link, fan, mostReaders,
                    refusals);
                listener.Listen();
                return new SrtEgress(host, fan, listener, time);
            }
            if (options.Rendezvous)
                (socket = SrtSocket.Create(options, waits: false, SrtEnds.Own(link.Address))).Connect(link.Address);
            else
            {
                (socket, lease) = ports.Open(options, link.Address.AddressFamily, host.Live.Health.BitsPerSecond);
                socket.Connect(link.Address);
            }
            return new SrtEgress(host, fan, new SrtFeed(host, socket, link, lease), time);
        }
        catch (SrtException failure)
        {
            socket?.Dispose();
            lease?.Dispose();
            throw new NotStartedException(SrtEnds.Of(failure, link));
        }
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Check()
    {
        foreach (var feed in _lane.Feeds)
            feed.Check();
    }

    public void Stop() => _fan.Remove(_lane);

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation)
    {
        var feeds = _lane.Feeds;
        var sent = _lane.SentBytes;
        return new(at, incarnation, Name)
        {
            Bytes = sent,
            BitsPerSecond = _rate.Of(sent),
            LostPackets = feeds.Sum(f => f.Lost),
            BehindPackets = feeds.Select(f => f.Behind).DefaultIfEmpty().Max(),
            BacklogSeconds = Backlog is { } backlog ? Math.Round(backlog.TotalSeconds, 2) : null,
            RefusedPeers = _lane.Refused,
            Links = [.. feeds.Select(f => f.Figures).OfType<LinkFigures>()],
        };
    }
}
