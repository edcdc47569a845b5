using System.Net.Sockets;
using System.Text;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>Connections that occupy the server without use: they are closed, and others are served meanwhile.</summary>
public sealed class SlowSpecs
{
    private const int Each = 150;

    [Fact]
    public async Task Slow_and_non_reading_clients_are_disconnected_while_others_are_served()
    {
        using var folder = new Scratch();
        // the clients that never read send as many requests as they can, all with one key
        await using var server = await ServerProcess.Up(folder.Data, "--streamactors.http.requests-per-second=0",
            "--streamactors.http.connections-per-address=0");
        await server.Until("/health/ready", _ => true);
        using var client = await server.Client();
        var url = await server.Url();
        var key = $"X-API-Key: {server.LocalKey()}\r\n";
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(240));
        using var end = new CancellationTokenSource();
        var before = await Footprint.Of(server);
        await client.GetStringAsync("/api/v1/openapi.json");
        List<(string Kind, Task Ends)> slow =
        [
            .. Many("slow headers", n => Drip(url, n % 2 == 0 ? "GET /api/v1/inputs HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " : "GE", end.Token)),
            .. Many("slow bodies",
                n => Drip(url,
                    $"POST /api/v1/{(n % 2 == 0 ? "inputs" : "login")} HTTP/1.1\r\nHost: 127.0.0.1\r\n{key}Content-Type: "
                        + $"application/json\r\nContent-Length: 5000\r\n\r\n{{", end.Token)),
            .. Many("never reading", n => NeverRead(url, n % 2 == 0 ? "alert-rules" : "openapi.json", key, end.Token)),
            .. Many("silent sockets", _ => Silent(url, key, end.Token)),
        ];
        var served = 0;
        var all = Task.WhenAll(slow.Select(s => s.Ends));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!all.IsCompleted)
        {
            (await client.GetStringAsync("/api/v1/inputs")).ShouldContain("items");
            served += all.IsCompleted ? 0 : 1;
            over.IsCancellationRequested.ShouldBeFalse(
                $"still there: {string.Join(", ", slow.Where(s => !s.Ends.IsCompleted).CountBy(s => s.Kind))}");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
        await all;
        served.ShouldBeGreaterThan(10, "others were not served while the slow ones were there");
        (await Footprint.Settled(server, before.Descriptors + 10)).Descriptors.ShouldBeLessThanOrEqualTo(before.Descriptors + 10);
    }

    private static IEnumerable<(string Kind, Task Ends)> Many(string kind, Func<int, Task> one) =>
        Enumerable.Range(0, Each).Select(n => (kind, one(n)));

    /// <summary>The start of a request, and then a byte a second until the server closes the connection.</summary>
    private static async Task Drip(Uri url, string beginning, CancellationToken stop)
    {
        using var socket = await Connected(url, stop);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), stop);
        var ended = HearTheEnd(stream, stop);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (!ended.IsCompleted && await second.WaitForNextTickAsync(stop))
                await stream.WriteAsync("x"u8.ToArray(), stop);
        }
        catch (IOException)
        {
            // The server has closed it.
        }
        await ended;
    }

    /// <summary>Requests long responses without reading any: not even what the web server has handed to the kernel.</summary>
    private static async Task NeverRead(Uri url, string path, string key, CancellationToken stop)
    {
        using var socket = await Connected(url, stop);
        var stream = socket.GetStream();
        var requests =
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"GET /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{key}\r\n", 200)));
        try
        {
            while (true)
                await stream.WriteAsync(requests, stop);
        }
        catch (IOException)
        {
            // The server has closed it.
        }
    }

    /// <summary>A WebSocket that is opened and then answers nothing, not even a ping.</summary>
    private static async Task Silent(Uri url, string key, CancellationToken stop)
    {
        using var socket = await Connected(url, stop);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\n{key}Connection: Upgrade\r\nUpgrade: "
                    + $"websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), stop);
        await HearTheEnd(stream, stop);
    }

    private static async Task HearTheEnd(NetworkStream stream, CancellationToken stop)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, stop) > 0)
            {
                // A refusal, perhaps; then the end.
            }
        }
        catch (IOException)
        {
            // Closed without a response.
        }
    }

    private static async Task<TcpClient> Connected(Uri url, CancellationToken stop)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(url.Host, url.Port, stop);
        return socket;
    }
}
