using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>A native destination, served with the others of its relay.</summary>
internal sealed class UdpEgress : IDriver
{
    private readonly UdpFan _fan;
    private readonly UdpFeed _feed;
    private readonly Rate _rate;

    private UdpEgress(UdpFan fan, UdpFeed feed, TimeProvider time) => (_fan, _feed, _rate) = (fan, feed, new Rate(time));

    public string Name => "native";

    public Task<DriverEnd> Ended => _feed.Ended;

    public long Accepted => _feed.SentBytes;

    public static UdpEgress Start(RelayHost host, UdpDestination destination, bool rtp, TimeSpan maxHold, TimeProvider time)
    {
        var fan = host.Fan;
        UdpSender sender;
        try
        {
            sender = rtp ? new UdpSender(destination, RtpPacketizer.DatagramSize) : new UdpSender(destination);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException or IOException)
        {
            throw new NotStartedException(
                new DriverEnd(ErrorClass.Network, $"Sending to {destination.Address} failed: {failure.Message}."));
        }
        var feed = new UdpFeed(host, sender, maxHold, rtp ? new RtpPacketizer(time) : null);
        fan.Add(feed);
        return new UdpEgress(fan, feed, time);
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Stop() => _fan.Remove(_feed);

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = _feed.SentBytes,
        BitsPerSecond = _rate.Of(_feed.SentBytes),
        LostPackets = _feed.Lost,
        BehindPackets = _feed.Behind,
    };
}
