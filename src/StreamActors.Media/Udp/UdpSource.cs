using System.Net;

namespace StreamActors.Media.Udp;

/// <summary>The source of datagrams: a local port, or a multicast group on it.</summary>
/// <param name="Address">The address to listen on, or the group to join.</param>
/// <param name="Interface">Name or address of the interface on which to join the group or to listen.</param>
/// <param name="Sources">The only accepted senders; for a group, joined by source (SSM).</param>
public sealed record UdpSource(IPEndPoint Address, string? Interface = null, IReadOnlyList<IPAddress>? Sources = null,
    int ReceiveBuffer = UdpSource.DefaultReceiveBuffer)
{
    /// <summary>1.5 seconds at 40 Mbit/s: nothing is lost while another thread has the core.</summary>
    public const int DefaultReceiveBuffer = 8 * 1024 * 1024;
}
