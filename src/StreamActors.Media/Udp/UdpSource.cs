using System.Net;

namespace StreamActors.Media.Udp;

/// <summary>Where datagrams come from: a local port, or a multicast group on it.</summary>
/// <param name="Address">The address to listen on, or the group to join.</param>
/// <param name="Interface">Its name or one of its addresses: where to join the group, or whose address to listen on.</param>
/// <param name="Sources">With a group: only what these send. Without: only what these send is listened to.</param>
public sealed record UdpSource(IPEndPoint Address, string? Interface = null, IReadOnlyList<IPAddress>? Sources = null, int ReceiveBuffer = UdpSource.DefaultReceiveBuffer)
{
    /// <summary>A second and a half at 40 Mbit/s: a busy machine loses nothing while another thread has the core.</summary>
    public const int DefaultReceiveBuffer = 8 * 1024 * 1024;
}
