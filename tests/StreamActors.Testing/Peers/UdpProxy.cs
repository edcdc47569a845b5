using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace StreamActors.Testing.Peers;

/// <summary>A bad network in front of a UDP or SRT peer: datagrams are delayed or lost.</summary>
public sealed class UdpProxy : IDisposable
{
    private readonly Socket _near = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<IPEndPoint, Socket> _far = new();
    private readonly IPEndPoint _target;
    private readonly Random _dice = new(20_261_121);
    private readonly Lock _gate = new();
    private long _dropped;

    public UdpProxy(int target)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target);
        _near.ReceiveBufferSize = 4 << 20;
        _near.Bind(new IPEndPoint(IPAddress.Loopback, Ports.Udp()));
        _ = Forth();
    }

    public int Port => ((IPEndPoint)_near.LocalEndPoint!).Port;

    /// <summary>The percentage of lost datagrams, each way; 100 is a cut cable.</summary>
    public int LossPercent { get; set; }

    /// <summary>The delay, one way, in order.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How often each datagram arrives on the other side.</summary>
    public int Copies { get; init; } = 1;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Our side gets a new port, as after a restart of a router.</summary>
    public void Forget()
    {
        foreach (var client in _far.Keys)
        {
            if (_far.TryRemove(client, out var socket))
                socket.Dispose();
        }
    }

    public void Dispose()
    {
        _near.Dispose();
        Forget();
    }

    private async Task Forth()
    {
        var lane = Lane();
        await Carry(_near, async (bytes, from) =>
        {
            var client = (IPEndPoint)from;
            var far = _far.GetOrAdd(client, Connect);
            for (var n = 0; n < Copies; n++)
                await Send(lane, bytes, far, _target);
        });
        lane.TryComplete();
    }

    private Socket Connect(IPEndPoint client)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        far.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _ = Back(far, client);
        return far;
    }

    private async Task Back(Socket far, IPEndPoint client)
    {
        var lane = Lane();
        await Carry(far, (bytes, _) => Send(lane, bytes, _near, client));
        lane.TryComplete();
    }

    private static async Task Carry(Socket from, Func<byte[], EndPoint, ValueTask> pass)
    {
        var buffer = new byte[2048];
        var anybody = new IPEndPoint(IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var received = await from.ReceiveFromAsync(buffer, anybody);
                await pass(buffer[..received.ReceivedBytes], received.RemoteEndPoint);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private ValueTask Send(ChannelWriter<(long Due, byte[] Bytes, Socket Way, IPEndPoint To)> lane, byte[] bytes, Socket way, IPEndPoint to)
    {
        bool lost;
        lock (_gate)
            lost = _dice.Next(100) < LossPercent;
        if (lost)
        {
            Interlocked.Increment(ref _dropped);
            return ValueTask.CompletedTask;
        }
        return lane.WriteAsync((Environment.TickCount64 + (long)Delay.TotalMilliseconds, bytes, way, to));
    }

    private static ChannelWriter<(long Due, byte[] Bytes, Socket Way, IPEndPoint To)> Lane()
    {
        var lane = Channel.CreateUnbounded<(long Due, byte[] Bytes, Socket Way, IPEndPoint To)>();
        _ = Task.Run(async () =>
        {
            await foreach (var (due, bytes, way, to) in lane.Reader.ReadAllAsync())
            {
                if (due - Environment.TickCount64 is > 0 and var left)
                {
                    using var late = new PeriodicTimer(TimeSpan.FromMilliseconds(left));
                    await late.WaitForNextTickAsync();
                }
                try
                {
                    await way.SendToAsync(bytes, to);
                }
                catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
                {
                    // A datagram for a peer that has left: the network does not report it either.
                }
            }
        });
        return lane.Writer;
    }
}
