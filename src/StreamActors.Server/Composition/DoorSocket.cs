using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace StreamActors.Server;

/// <summary>
/// The socket that is listened on. On Linux those it accepts take after it: how much the kernel holds for somebody who
/// does not read, and how long what was sent may wait to be taken (tcp(7), TCP_USER_TIMEOUT).
/// </summary>
internal static class DoorSocket
{
    private const int HeldBytes = 1024 * 1024; // or as much as net.core.wmem_max allows; of several MiB otherwise
    private const int TcpUserTimeout = 18;
    private static readonly TimeSpan TakerPatience = TimeSpan.FromSeconds(20);

    public static Socket Bound(EndPoint at)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(at);
        socket.SendBufferSize = HeldBytes;
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpUserTimeout, BitConverter.GetBytes((int)TakerPatience.TotalMilliseconds));
        return socket;
    }
}
