using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Udp;

namespace StreamActors.OnAir;

/// <summary>From an address over UDP or RTP to a socket's settings.</summary>
internal static class UdpPlans
{
    public static UdpSource Source(OpenedAddress address)
    {
        var (host, port) = (address.Url.Host, address.Target.Port);
        var own = host.Length == 0 ? IPAddress.Any : address.Url.Ip
            ?? throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl, $"'{host}' is no address of this machine or of a group: listen on one, or leave it out."));
        var sources = address.Option("sources")?.Split(',').Select(IPAddress.Parse).ToList();
        return new UdpSource(new IPEndPoint(own, port), address.Option("interface"), sources, address.Number("receive-buffer") ?? UdpSource.DefaultReceiveBuffer);
    }

    public static async Task<UdpDestination> Destination(OpenedAddress address, CancellationToken stop) =>
        new(new IPEndPoint(address.Url.Ip ?? await Resolve(address.Url.Host, stop), address.Target.Port), address.Option("interface"), (byte?)address.Number("ttl"));

    private static async Task<IPAddress> Resolve(string host, CancellationToken stop)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(host, stop))[0];
        }
        catch (Exception failure) when (failure is SocketException or IndexOutOfRangeException)
        {
            throw new NotStartedException(new DriverEnd(ErrorClass.Network, $"The name {host} cannot be resolved."));
        }
    }
}
