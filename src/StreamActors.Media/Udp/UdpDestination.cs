using System.Net;

namespace StreamActors.Media.Udp;

/// <summary>Where datagrams go. A multicast group needs neither route nor peer; its interface and reach are said here.</summary>
/// <param name="Interface">The name of a network interface, or one of its addresses; null leaves it to the routing table.</param>
public sealed record UdpDestination(IPEndPoint Address, string? Interface = null, byte? Ttl = null)
{
    /// <summary>Seven packets of a transport stream: what fits an Ethernet frame.</summary>
    public const int DatagramSize = 7 * 188;
}
