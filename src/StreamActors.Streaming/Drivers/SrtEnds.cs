using StreamActors.Domain.Workloads;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>Turns what libsrt reports into the end of a driver: in the words of FFmpeg's SRT where it reports the same.</summary>
internal static class SrtEnds
{
    public static readonly DriverEnd Lost = new(ErrorClass.EndedByPeer, "The other side closed the connection, or it was lost.");

    public static DriverEnd Of(SrtException failure, SrtLink link) => failure.Fault switch
    {
        SrtFault.NoAnswer => new(
            ErrorClass.Network, $"The other side does not answer: no SRT listener at UDP {link.Address}, or a firewall."),
        SrtFault.WrongPassphrase => new(ErrorClass.RefusedAuth, "The other side has a different SRT passphrase."),
        SrtFault.OnePassphrase => new(ErrorClass.RefusedAuth, "One side has an SRT passphrase and the other has none."),
        SrtFault.NotFound => new(ErrorClass.NotFound, $"The other side does not know the SRT stream ID ({failure.Message})."),
        SrtFault.Conflict => new(
            ErrorClass.RefusedAuth, $"The other side already has a publisher for this SRT stream ID ({failure.Message}).", true),
        SrtFault.Rejected => new(ErrorClass.RefusedAuth, $"The other side refused the SRT connection: {failure.Message}."),
        SrtFault.PortInUse => new(ErrorClass.Network, $"Listening on UDP {link.Address} failed: the port is in use."),
        SrtFault.ConnectionLost => Lost,
        SrtFault.Closed => DriverEnd.Wanted,
        _ => new(ErrorClass.Network, link.Listens ? $"Listening on UDP {link.Address} failed: {failure.Message}."
            : $"The SRT connection to {link.Address} failed: {failure.Message}."),
    };

    /// <summary>The address of this machine from which a host is reached: both sides of a rendezvous are bound to an address.</summary>
    public static System.Net.IPEndPoint Own(System.Net.IPEndPoint peer)
    {
        using var socket = new System.Net.Sockets.Socket(peer.AddressFamily, System.Net.Sockets.SocketType.Dgram,
            System.Net.Sockets.ProtocolType.Udp);
        try
        {
            socket.Connect(peer);
        }
        catch (System.Net.Sockets.SocketException failure) // there is no route, yet
        {
            throw new SrtException(SrtFault.Other, failure.Message);
        }
        return new System.Net.IPEndPoint(((System.Net.IPEndPoint)socket.LocalEndPoint!).Address, peer.Port);
    }
}
