using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>A native RTMP destination, served with the others of its relay.</summary>
internal sealed class RtmpEgress : IDriver
{
    private const int MostRedirects = 3;

    private readonly RelayHost _host;
    private readonly RtmpFan _fan;
    private readonly RtmpFeed _feed;
    private readonly Rate _rate;
    private readonly string? _change;

    private RtmpEgress(RelayHost host, RtmpFan fan, RtmpFeed feed, string? change, TimeProvider time) =>
        (_host, _fan, _feed, _change, _rate) = (host, fan, feed, change, new Rate(time));

    public string Name => "native";

    public Task<DriverEnd> Ended => _feed.Ended;

    public long Accepted => _feed.Accepted;

    public long Lost => _feed.Lost;

    /// <summary>What waits in the relay and in the kernel.</summary>
    public TimeSpan? Backlog => _host.TimeOf(_feed.BacklogBytes);

    /// <param name="isHevc">The server is asked whether it takes that.</param>
    /// <param name="judge">Checks where an address leads, also one that a server redirects to.</param>
    /// <param name="change">What is not carried as it is, in words.</param>
    public static async Task<RtmpEgress> Start(RelayHost host, RtmpAddress address, bool isHevc, int? program, string? change,
        Func<HostPort, Task<GuardedTarget>> judge, TimeProvider time, CancellationToken stop)
    {
        var connection = await Open(address, isHevc, judge, stop);
        try
        {
            var fan = host.RtmpFan;
            var feed = new RtmpFeed(fan, connection, isHevc, program);
            fan.Add(feed);
            return new RtmpEgress(host, fan, feed, change, time);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Check() => _feed.Check();

    public void Stop() => _fan.Remove(_feed);

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = _feed.SentBytes,
        BitsPerSecond = _rate.Of(_feed.SentBytes),
        LostPackets = _feed.Lost,
        BehindPackets = _feed.Behind,
        BacklogSeconds = Backlog is { } backlog ? Math.Round(backlog.TotalSeconds, 2) : null,
        Changes = _change is null ? [] : [_change],
    };

    private static async Task<RtmpConnection> Open(
        RtmpAddress address, bool isHevc, Func<HostPort, Task<GuardedTarget>> judge, CancellationToken stop)
    {
        for (var redirects = 0; ; redirects++)
        {
            var connection = await RtmpConnection.Open(address, isHevc, (await judge(address.Host)).Address, stop);
            if (connection.Publisher.Refusal?.Redirect is not { } there)
                return connection;
            connection.Dispose();
            if (redirects == MostRedirects)
                throw new NotStartedException(new DriverEnd(ErrorClass.Network, "The destination redirects from server to server."));
            var isTls = there.Scheme.EndsWith('s');
            if (address.Tls && !isTls)
                throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl,
                    "The destination redirects to a server without TLS: the stream key would be readable on the way."));
            address = address with
            {
                Host = new HostPort(there.Host, there.Port > 0 ? there.Port : address.Host.Port),
                Application = there.PathAndQuery.Trim('/'),
                Tls = isTls,
            };
        }
    }
}
