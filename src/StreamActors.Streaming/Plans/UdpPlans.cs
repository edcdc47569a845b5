using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>Turns a UDP or RTP address into socket settings.</summary>
internal static class UdpPlans
{
    public static UdpSource Source(OpenedAddress address)
    {
        var (host, port) = (address.Url.Host, address.Target.Port);
        var own = host.Length == 0 ? IPAddress.Any : address.Url.Ip
            ?? throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl,
            $"'{host}' is neither an address of this machine nor a multicast group: give one of these, or leave the host out."));
        var sources = address.Option("sources")?.Split(',').Select(IPAddress.Parse).ToList();
        return new UdpSource(new IPEndPoint(own, port), address.Option("interface"), sources,
            address.Number("receive-buffer") ?? UdpSource.DefaultReceiveBuffer);
    }

    public static bool IsRtp(OpenedAddress address) => address.Protocol.Name == "rtp";

    public static TimeSpan Reorder(OpenedAddress address) => address.Milliseconds("reorder-ms") ?? RtpOrder.DefaultWindow;

    public static TimeSpan MaxHold(OpenedAddress address) => address.Milliseconds("max-hold-ms") ?? TimeSpan.Zero;

    /// <param name="judged">The address of its host that was checked.</param>
    public static UdpDestination Destination(OpenedAddress address, IPAddress judged) =>
        new(new IPEndPoint(judged, address.Target.Port), address.Option("interface"), (byte?)address.Number("ttl"));
}
