using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace StreamActors.Media.Udp;

/// <summary>
/// One destination, one connected socket. Sending never blocks: datagrams the kernel has no room for are counted as lost, so that
/// a slow destination cannot delay others on the same thread. One thread.
/// </summary>
public sealed class UdpSender : IDisposable
{
    private const int MostAtOnce = 64; // UDP_MAX_SEGMENTS of older kernels
    private const int MostBytes = 65_507;
    private const int Burst = 1024 * 1024;

    private readonly Socket _socket;
    private readonly int _handle;
    private readonly int _datagram;

    /// <param name="datagram">The size of a full datagram: seven packets, plus the header of the protocol if any.</param>
    public UdpSender(UdpDestination destination, int datagram = UdpDestination.DatagramSize)
    {
        _datagram = datagram;
        var address = destination.Address;
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { SendBufferSize = Burst };
        try
        {
            Reach(destination);
            _socket.Connect(address);
            _handle = (int)_socket.Handle;
            Segments = SocketCalls.TrySet(_socket, SocketCalls.LevelUdp, SocketCalls.UdpSegment, datagram);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the kernel and the network card split a buffer into datagrams (UDP GSO).</summary>
    public bool Segments { get; private set; }

    public long SentBytes { get; private set; }

    /// <summary>Datagrams the kernel had no room for.</summary>
    public long Lost { get; private set; }

    /// <summary>How often the peer's machine reported that the port is closed.</summary>
    public long Refused { get; private set; }

    /// <summary>The newest error other than a full buffer; 0 after a successful send.</summary>
    public int Fault { get; private set; }

    /// <summary>Sends full datagrams, back to back; the last may be shorter.</summary>
    public unsafe void Send(ReadOnlySpan<byte> datagrams)
    {
        fixed (byte* bytes = datagrams)
        {
            for (int at = 0, count; at < datagrams.Length; at += count)
            {
                var most = Segments ? Math.Min(MostAtOnce, MostBytes / _datagram) * _datagram : _datagram;
                count = Math.Min(most, datagrams.Length - at);
                if (!SendOnce(bytes + at, count))
                    SendCut(bytes + at, count);
            }
        }
    }

    internal Socket Socket => _socket;

    public void Dispose() => _socket.Dispose();

    /// <returns>False when the kernel refuses to split a buffer: send it again, split by us.</returns>
    private unsafe bool SendOnce(byte* bytes, int count)
    {
        for (var again = true; ; again = false)
        {
            var sent = SocketCalls.Send(_handle, bytes, (nuint)count, SocketCalls.DontWait | SocketCalls.NoSignal);
            if (sent >= 0)
            {
                SentBytes += sent;
                Fault = 0;
                return true;
            }
            var error = Marshal.GetLastPInvokeError();
            switch (error)
            {
                case SocketCalls.Interrupted when again:
                    continue;
                case SocketCalls.ConnectionRefused when again: // word of an earlier datagram: this one has not been sent yet
                    Refused++;
                    continue;
                case SocketCalls.InvalidArgument or SocketCalls.InputOutput or SocketCalls.NotSupported or SocketCalls.TooLong
                    when Segments && count > _datagram:
                    return false;
                default:
                    if (error is not (SocketCalls.WouldBlock or SocketCalls.NoBuffers))
                        Fault = error;
                    Lost += Datagrams(count);
                    return true;
            }
        }
    }

    /// <summary>A route over a tunnel, or a card without checksum offload: from now on one datagram per call.</summary>
    private unsafe void SendCut(byte* bytes, int count)
    {
        Segments = false;
        SocketCalls.TrySet(_socket, SocketCalls.LevelUdp, SocketCalls.UdpSegment, 0);
        for (var at = 0; at < count; at += _datagram)
            SendOnce(bytes + at, Math.Min(_datagram, count - at));
    }

    private void Reach(UdpDestination destination)
    {
        var ipv4 = destination.Address.AddressFamily == AddressFamily.InterNetwork;
        var level = ipv4 ? SocketOptionLevel.IP : SocketOptionLevel.IPv6;
        if (destination.Interface is { } name)
        {
            var (index, address) = Interfaces.Find(name, destination.Address.AddressFamily);
            if (Multicast.Is(destination.Address.Address))
                _socket.SetSocketOption(level, SocketOptionName.MulticastInterface,
                    ipv4 ? System.Net.IPAddress.HostToNetworkOrder(index) : index);
            _socket.Bind(new System.Net.IPEndPoint(address, 0)); // receivers that filter by source expect the interface's address
        }
        if (destination.Ttl is { } ttl)
        {
            if (Multicast.Is(destination.Address.Address))
                _socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, ttl);
            else
                _socket.SetSocketOption(level, ipv4 ? SocketOptionName.IpTimeToLive : SocketOptionName.HopLimit, ttl);
        }
    }

    private int Datagrams(int bytes) => (bytes + _datagram - 1) / _datagram;
}
