using System.Net;
using System.Net.Sockets;

namespace StreamActors.Testing.Peers;

/// <summary>A connection to a server that passes that many bytes of a response, and the rest when the test says so.</summary>
public sealed class GatedConnection : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously), _goOn =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatedConnection(Uri to, int bytes)
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = Carry(to, bytes);
    }

    public Uri Url { get; }

    /// <summary>That many bytes have passed.</summary>
    public Task Held => _held.Task.WaitAsync(Eventually.Timeout);

    public void GoOn() => _goOn.TrySetResult();

    public void Dispose() => _listener.Stop();

    private async Task Carry(Uri to, int bytes)
    {
        try
        {
            using var near = await _listener.AcceptTcpClientAsync();
            using var far = new TcpClient { ReceiveBufferSize = 64 * 1024 };
            await far.ConnectAsync(to.Host, to.Port);
            var asking = near.GetStream().CopyToAsync(far.GetStream());
            var buffer = new byte[8 * 1024];
            for (var left = bytes; left > 0;)
            {
                var count = await far.GetStream().ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)));
                if (count == 0)
                    throw new IOException("The answer was shorter.");
                await near.GetStream().WriteAsync(buffer.AsMemory(0, count));
                left -= count;
            }
            _held.TrySetResult();
            if (await Task.WhenAny(asking, _goOn.Task) == _goOn.Task)
                await far.GetStream().CopyToAsync(near.GetStream());
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException)
        {
            _held.TrySetException(over);
        }
    }
}
