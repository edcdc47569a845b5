using System.Net;

namespace StreamActors.Media.Udp;

/// <summary>The destination of datagrams. For a multicast group it includes the interface and the TTL.</summary>
/// <param name="Interface">The name of a network interface, or one of its addresses; null: by the routing table.</param>
public sealed record UdpDestination(IPEndPoint Address, string? Interface = null, byte? Ttl = null)
{
    /// <summary>Seven transport stream packets, which fit into an Ethernet frame.</summary>
    public const int DatagramSize = 7 * 188;
}
