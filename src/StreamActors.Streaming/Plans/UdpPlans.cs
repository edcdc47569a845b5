using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>Turns a UDP or RTP address into socket settings.</summary>
internal static class UdpPlans
{
    public static UdpSource Source(OpenedAddress address)
    {
        var sources = address.Option("sources")?.Split(',').Select(IPAddress.Parse).ToList();
        return new UdpSource(Own(address), address.Option("interface"), sources,
            address.Number("receive-buffer") ?? UdpSource.DefaultReceiveBuffer);
    }

    /// <summary>Where StreamActors listens.</summary>
    public static IPEndPoint Own(OpenedAddress address)
    {
        var host = address.Url.Host;
        var own = host.Length == 0 ? IPAddress.Any : address.Url.Ip ?? throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl,
            $"'{host}' is neither an address of this machine nor a multicast group: give one of these, or leave the host out."));
        return new IPEndPoint(own, address.Target.Port);
    }

    public static bool IsRtp(OpenedAddress address) => address.Protocol.Name == "rtp";

    public static TimeSpan Reorder(OpenedAddress address) => address.Milliseconds("reorder-ms") ?? RtpOrder.DefaultWindow;

    public static TimeSpan MaxHold(OpenedAddress address) => address.Milliseconds("max-hold-ms") ?? TimeSpan.FromMilliseconds(1);

    /// <param name="checkedAddress">The address of its host that was checked.</param>
    public static UdpDestination Destination(OpenedAddress address, IPAddress checkedAddress) =>
        new(new IPEndPoint(checkedAddress, address.Target.Port), address.Option("interface"), (byte?)address.Number("ttl"));
}
