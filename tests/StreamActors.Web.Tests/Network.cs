using System.Net;
using System.Net.Sockets;

namespace StreamActors.Web.Tests;

/// <summary>The network between a browser and the server: it may fall silent, or be cut and refuse every connection.</summary>
internal sealed class Network : IDisposable
{
    private readonly Uri _server;
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _open = [];
    private TaskCompletionSource _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpListener _listener;

    public Network(Uri server)
    {
        _server = server;
        _flows.SetResult();
        _listener = Listen(Ports.Tcp());
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
    }

    public Uri Url { get; }

    /// <summary>Connections stay, and nothing passes.</summary>
    public void Freeze() => _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _flows.TrySetResult();

    public void Cut()
    {
        _listener.Stop();
        lock (_gate)
        {
            foreach (var client in _open)
                client.Close();
            _open.Clear();
        }
    }

    public void Mend() => _listener = Listen(Url.Port);

    public void Dispose()
    {
        Thaw();
        Cut();
    }

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = Accept(listener);
        return listener;
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
                _ = Carry(await listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task Carry(TcpClient near)
    {
        using var far = new TcpClient();
        lock (_gate)
            _open.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port);
            await Task.WhenAny(Pass(near, far), Pass(far, near));
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException)
        {
            // Cut, or one side has gone.
        }
        near.Dispose();
    }

    private async Task Pass(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
        {
            await _flows.Task;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
