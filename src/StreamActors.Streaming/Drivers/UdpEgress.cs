using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>A native destination, served with the others of its relay.</summary>
internal sealed class UdpEgress : IDriver
{
    private readonly UdpFan _fan;
    private readonly UdpFeed _lane;
    private readonly Rate _rate;

    private UdpEgress(UdpFan fan, UdpFeed lane, TimeProvider time) => (_fan, _lane, _rate) = (fan, lane, new Rate(time));

    public string Name => "native";

    public Task<DriverEnd> Ended => _lane.Ended;

    public long Accepted => _lane.SentBytes;

    public static UdpEgress Start(RelayHost seat, UdpDestination destination, bool rtp, TimeSpan maxHold, TimeProvider time)
    {
        var fan = seat.Fan;
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
        var lane = new UdpFeed(seat, sender, maxHold, rtp ? new RtpPacketizer(time) : null);
        fan.Add(lane);
        return new UdpEgress(fan, lane, time);
    }

    public void IsProven(bool unhurried)
    {
        // The checks stay as frequent.
    }

    public void Stop() => _fan.Remove(_lane);

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = _lane.SentBytes,
        BitsPerSecond = _rate.Of(_lane.SentBytes),
        LostPackets = _lane.Lost,
        BehindPackets = _lane.Behind,
    };
}
