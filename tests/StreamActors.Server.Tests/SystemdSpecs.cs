using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Server.Tests;

/// <summary>Notifications to systemd, received at its socket.</summary>
public sealed class SystemdSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task It_is_told_when_the_server_is_ready_that_it_lives_and_that_it_stops()
    {
        var path = Path.Combine(Directory.CreateDirectory(_scratch.Data + "-run").FullName, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var told = new ConcurrentQueue<string>();
        _ = Listen(socket, told);

        await using var server = ServerProcess.Start(["up", "--data", _scratch.Data, "--http", "127.0.0.1:0"], ("NOTIFY_SOCKET", path),
            ("WATCHDOG_USEC", "400000"));
        await server.Url();
        await Eventually.Is(() => told.Count(t => t == "WATCHDOG=1") > 2
            && told.Any(t => t.StartsWith("READY=1\nSTATUS=Serves at http://", StringComparison.Ordinal)), () => string.Join('|', told));
        told.ShouldNotContain(t => t.StartsWith("STOPPING=1", StringComparison.Ordinal));
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
        await Eventually.Is(() => told.Any(t => t.StartsWith("STOPPING=1", StringComparison.Ordinal)), () => string.Join('|', told));
    }

    [Fact]
    public async Task A_watchdog_of_another_process_is_not_notified()
    {
        var path = Path.Combine(Directory.CreateDirectory(_scratch.Data + "-run").FullName, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var told = new ConcurrentQueue<string>();
        _ = Listen(socket, told);
        await using var server = ServerProcess.Start(
            ["up", "--data", _scratch.Data, "--http", "127.0.0.1:0"], ("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "1000"),
            ("WATCHDOG_PID", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        await server.Url();
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
        await Eventually.Is(() => told.Any(t => t.StartsWith("STOPPING=1", StringComparison.Ordinal)), () => string.Join('|', told));
        told.ShouldNotContain("WATCHDOG=1");
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task Listen(Socket socket, ConcurrentQueue<string> told)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
                told.Enqueue(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
