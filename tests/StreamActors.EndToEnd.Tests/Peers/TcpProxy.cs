using System.Net;
using System.Net.Sockets;

namespace StreamActors.EndToEnd.Tests.Peers;

/// <summary>A bad network in front of a TCP peer: it delays, blocks, cuts off, or refuses connections.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly int _target;
    private readonly List<(Socket Near, Socket Far)> _links = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _flow = Flowing();
    private TcpListener? _listener;
    private int _accepted;

    public TcpProxy(int target)
    {
        (_target, Port) = (target, Ports.Tcp());
        Open();
    }

    public int Port { get; }

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The delay from now on, one way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The maximum rate per second, each way; null: unlimited.</summary>
    public int? BytesASecond { get; set; }

    /// <summary>Half open: connections exist and new ones are accepted, but nothing is transferred.</summary>
    public void BlackHole() => _flow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal() => _flow.TrySetResult();

    /// <summary>Resets every connection, as if the peer's machine had rebooted.</summary>
    public void Reset() => Cut(socket => socket.LingerState = new LingerOption(true, 0));

    /// <summary>Closes every connection normally.</summary>
    public void HangUp() => Cut(_ => { });

    /// <summary>Stops listening and resets existing connections.</summary>
    public void Refuse()
    {
        _listener?.Stop();
        _listener = null;
        Reset();
    }

    /// <summary>Listens again.</summary>
    public void Open()
    {
        if (_listener is not null)
            return;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = Accept(_listener);
    }

    public void Dispose()
    {
        Refuse();
        Heal();
    }

    private void Cut(Action<Socket> how)
    {
        lock (_gate)
        {
            foreach (var (near, far) in _links)
            {
                foreach (var socket in (Socket[])[near, far])
                {
                    try
                    {
                        how(socket);
                    }
                    catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
                    {
                    }
                    socket.Dispose();
                }
            }
            _links.Clear();
        }
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptSocketAsync();
                Interlocked.Increment(ref _accepted);
                _ = Link(near);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task Link(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_gate)
            _links.Add((near, far));
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target);
        }
        catch (Exception nobody) when (nobody is SocketException or ObjectDisposedException)
        {
            near.Dispose();
            return;
        }
        await Task.WhenAll(Pump(near, far), Pump(far, near));
        lock (_gate)
            _links.Remove((near, far));
        near.Dispose();
        far.Dispose();
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                await _flow.Task;
                var count = await from.ReceiveAsync(
                    BytesASecond is { } few ? buffer.AsMemory(0, Math.Clamp(few / 10, 1, buffer.Length)) : buffer);
                if (BytesASecond is not null)
                {
                    using var slow = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
                    await slow.WaitForNextTickAsync();
                }
                await _flow.Task;
                if (count == 0)
                    break;
                if (Delay > TimeSpan.Zero)
                {
                    using var late = new PeriodicTimer(Delay);
                    await late.WaitForNextTickAsync();
                }
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private static TaskCompletionSource Flowing()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }
}
