using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace StreamActors.Testing.Peers;

/// <summary>A receiver of MPEG-TS over UDP or RTP, unicast or multicast, on its own thread, that counts what it receives.</summary>
public sealed class TsReceiver : IDisposable
{
    private const int LevelSocket = 1;
    private const int ReceiveBufferForce = 33; // SO_RCVBUFFORCE of Linux

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly bool _rtp;
    private TsTally _tally = new();
    private int _sequence = -1;
    private long _first;
    private long _newest;
    private long _lookedAt;
    private volatile bool _closed;

    /// <param name="group">A multicast group to join on loopback; null receives unicast only.</param>
    public TsReceiver(int port = 0, IPAddress? group = null, bool rtp = false)
    {
        _rtp = rtp;
        if (group is not null)
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _socket.ReceiveBufferSize = 4 << 20;
        if (Environment.IsPrivilegedProcess)
            _socket.SetRawSocketOption(LevelSocket, ReceiveBufferForce, BitConverter.GetBytes(8 << 20));
        _socket.Bind(new IPEndPoint(group ?? IPAddress.Loopback, port == 0 ? Ports.Udp() : port));
        if (group is not null)
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, IPAddress.Loopback));
        _socket.ReceiveTimeout = 200;
        _thread = new Thread(Receive) { IsBackground = true, Name = "ts-receiver" };
        _thread.Start();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public TsFigures Figures
    {
        get
        {
            lock (_gate)
                return _tally.Figures;
        }
    }

    /// <summary>The time of the first datagram, by <see cref="TimeProvider.GetTimestamp"/>; 0 before.</summary>
    public long FirstAt => Interlocked.Read(ref _first);

    public long NewestAt => Interlocked.Read(ref _newest);

    /// <summary>As its own thread knows: the socket was empty so long after the newest datagram.</summary>
    public TimeSpan Silence => TimeProvider.System.GetElapsedTime(NewestAt, Math.Max(NewestAt, Interlocked.Read(ref _lookedAt)));

    /// <summary>Starts counting over: earlier packets, also as predecessors of a counter, are forgotten.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _tally = new TsTally();
            _sequence = -1;
        }
        Interlocked.Exchange(ref _first, 0);
    }

    public Task SeesKeyFrames(long count, Func<string>? otherwise = null, TimeSpan? timeout = null) =>
        Sees(f => f.KeyFrames >= count, $"{count} key frames", otherwise, timeout);

    /// <summary>That many more key frames.</summary>
    public Task SeesMore(int keyFrames, Func<string>? otherwise = null) => SeesKeyFrames(Figures.KeyFrames + keyFrames, otherwise);

    public Task Sees(Func<TsFigures, bool> enough, string what, Func<string>? otherwise = null, TimeSpan? timeout = null) =>
        Eventually.Is(() => enough(Figures), () => $"The receiver on {Port} waited for {what} and saw {Figures}. {otherwise?.Invoke()}",
        timeout);

    /// <summary>Nothing has arrived for that long.</summary>
    public Task FallsSilent(TimeSpan time) => Eventually.Is(() => Silence > time, () => $"Port {Port} still receives: {Figures}");

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        _thread.Join();
    }

    private void Receive()
    {
        var buffer = new byte[65_536];
        while (!_closed)
        {
            var looked = TimeProvider.System.GetTimestamp();
            try
            {
                var count = _socket.Receive(buffer);
                var now = TimeProvider.System.GetTimestamp();
                Interlocked.CompareExchange(ref _first, now, 0);
                Interlocked.Exchange(ref _newest, now);
                Take(buffer.AsSpan(0, count));
            }
            catch (SocketException silent) when (silent.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                Interlocked.Exchange(ref _lookedAt, looked);
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Take(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (_rtp && datagram.Length > 12 && datagram[0] >> 6 == 2)
            {
                var sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
                if (_sequence >= 0 && sequence != ((_sequence + 1) & 0xFFFF))
                    _tally.RtpGap();
                _sequence = sequence;
                datagram = datagram[12..];
            }
            _tally.Datagram(datagram);
        }
    }
}
