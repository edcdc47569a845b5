using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace StreamActors.Ffmpeg;

/// <summary>
/// A forward proxy on this machine through which FFmpeg pulls over HTTP. FFmpeg follows redirects, playlists, keys and segments wherever a hostile
/// server points; every such step arrives here as a host name, is resolved once and judged, and the connection goes to the address that was judged. So
/// neither a link nor a name that changes its address leads to inner hosts.
/// </summary>
public sealed partial class PullGateway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TargetGuard _guard;
    private readonly Reach _allowed;
    private readonly ILogger _logger;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public PullGateway(TargetGuard guard, Reach allowed, ILogger<PullGateway>? logger = null)
    {
        (_guard, _allowed) = (guard, allowed);
        _logger = logger ?? NullLogger<PullGateway>.Instance;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(128);
        Address = new Uri($"http://{_listener.LocalEndPoint}");
        _accepting = Accept();
    }

    public Uri Address { get; }

    /// <summary>Where a connection to a judged address really goes: there. Tests, which talk to loopback only, say otherwise.</summary>
    internal Func<IPEndPoint, IPEndPoint> Route { get; init; } = static address => address;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
            try
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                _ = Serve(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // A client that left before it was accepted, or no descriptor free: the next one may fare better.
                CannotAccept(_logger, exception);
            }
    }

    private async Task Serve(Socket client)
    {
        try
        {
            using (client)
            {
                var request = await PullRequest.Read(client, _stop.Token).WaitAsync(Patience, _stop.Token);
                if (request is null)
                {
                    await Answer(client, "400 Bad Request");
                    return;
                }
                await Forward(client, request);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // A connection broke: its client has seen that for itself.
        }
    }

    private async Task Forward(Socket client, PullRequest request)
    {
        var addresses = await _guard.Allowed(request.Target.Host, _allowed, _stop.Token);
        if (addresses.Length == 0)
        {
            Refused(_logger, request.Target.ToString());
            await Answer(client, "403 Forbidden");
            return;
        }
        using var server = await Connect(addresses, request.Target.Port);
        if (server is null)
        {
            await Answer(client, "502 Bad Gateway");
            return;
        }
        if (request.Tunnel)
            await Answer(client, "200 Connection established");
        else
            await server.SendAsync(request.Head, _stop.Token);
        await Task.WhenAny(Copy(client, server), Copy(server, client));
    }

    private async Task<Socket?> Connect(IPAddress[] addresses, int port)
    {
        foreach (var address in addresses)
        {
            var server = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await server.ConnectAsync(Route(new IPEndPoint(address, port)), _stop.Token).AsTask().WaitAsync(Patience, _stop.Token);
                return server;
            }
            catch (Exception exception) when (exception is SocketException or TimeoutException)
            {
                server.Dispose(); // the name may have another address
            }
        }
        return null;
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[32 * 1024];
        while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
            await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
    }

    private async Task Answer(Socket client, string status) =>
        await client.SendAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{(status.StartsWith('2') ? "" : "Content-Length: 0\r\nConnection: close\r\n")}\r\n"), _stop.Token);
}
