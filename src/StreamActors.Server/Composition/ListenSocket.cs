using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace StreamActors.Server;

/// <summary>
/// The listening socket. On Linux accepted sockets inherit its options: the kernel's send buffer for a client that does not read, and how
/// long sent data may stay unacknowledged (tcp(7), TCP_USER_TIMEOUT).
/// </summary>
internal static class ListenSocket
{
    private const int HeldBytes = 1024 * 1024; // or the limit of net.core.wmem_max; the default is several MiB
    private const int TcpUserTimeout = 18;
    private static readonly TimeSpan AcknowledgeTimeout = TimeSpan.FromSeconds(20);

    public static Socket Bound(EndPoint at)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(at);
        socket.SendBufferSize = HeldBytes;
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpUserTimeout,
                BitConverter.GetBytes((int)AcknowledgeTimeout.TotalMilliseconds));
        return socket;
    }
}
