using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace StreamActors.Media.Udp;

/// <summary>Listens on one port for one input. Blocking, for a thread of its own; may be closed from any thread.</summary>
public sealed class UdpReceiver : IDisposable
{
    private readonly Socket _socket;
    private readonly HashSet<IPAddress>? _only;
    private readonly SocketAddress _from;
    private readonly byte[] _peer;
    private bool _peerIsRight;

    public UdpReceiver(UdpSource source, TimeProvider? time = null)
    {
        Senders = new Senders(time ?? TimeProvider.System);
        var address = source.Address;
        var group = Multicast.Is(address.Address);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && !group)
                _socket.DualMode = address.Address.Equals(IPAddress.IPv6Any);
            // A group may have several listeners on this machine; of a port of our own the kernel refuses a second one.
            if (group)
                _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            ReceiveBuffer = Enlarge(source.ReceiveBuffer);
            // Binds to the group, to keep out datagrams for other groups on this port; without an address, to that of the interface.
            var isAny = address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any);
            _socket.Bind(isAny && source.Interface is { } name
                ? new IPEndPoint(Interfaces.Find(name, address.AddressFamily).Address, address.Port)
                : address);
            if (group)
                Multicast.Join(_socket, address.Address, source.Interface, source.Sources ?? []);
            else if (source.Sources is { Count: > 0 } sources)
                _only = [.. sources];
            _socket.ReceiveTimeout = 200; // how soon the thread notices that it should end
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        _from = new SocketAddress(address.AddressFamily);
        _peer = new byte[_from.Size];
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>What the kernel granted, in bytes: less than requested when net.core.rmem_max is small and we lack privileges.</summary>
    public int ReceiveBuffer { get; }

    public Senders Senders { get; }

    /// <summary>Datagrams from senders that are not accepted.</summary>
    public long Strangers { get; private set; }

    /// <returns>The bytes of one datagram; 0 when none arrived within 200 ms.</returns>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public int Receive(Span<byte> into)
    {
        try
        {
            if (_only is null && !Senders.IsDue())
                return _socket.Receive(into);
            var count = _socket.ReceiveFrom(into, SocketFlags.None, _from);
            if (_only is not null && !IsRight())
                return 0;
            Senders.Note(_from);
            return count;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock
            or SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.MessageSize)
        {
            return 0;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted
            or SocketError.NotSocket)
        {
            throw new ObjectDisposedException(nameof(UdpReceiver));
        }
    }

    /// <summary>Whether a datagram arrives within this time, for callers that cannot wait 200 ms.</summary>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public bool HasSoon(TimeSpan time) => _socket.Poll(time, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();

    /// <summary>The sender is parsed only when it changes, not for every datagram.</summary>
    private bool IsRight()
    {
        var from = _from.Buffer.Span[.._from.Size];
        if (!from.SequenceEqual(_peer.AsSpan(0, from.Length)))
        {
            from.CopyTo(_peer);
            var address = ((IPEndPoint)new IPEndPoint(_from.Family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0)
                .Create(_from)).Address;
            _peerIsRight = _only!.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        }
        if (!_peerIsRight)
            Strangers++;
        return _peerIsRight;
    }

    private unsafe int Enlarge(int bytes)
    {
        if (!SocketCalls.TrySet(_socket, SocketCalls.LevelSocket, SocketCalls.ReceiveBufferForce, bytes))
            _socket.ReceiveBufferSize = bytes;
        var granted = 0;
        uint size = sizeof(int);
        return SocketCalls.GetOption((int)_socket.Handle, SocketCalls.LevelSocket, SocketCalls.ReceiveBuffer, &granted, &size) == 0
            ? granted / 2 // Linux counts its own bookkeeping in
            : throw new IOException($"The receive buffer cannot be read: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }
}
