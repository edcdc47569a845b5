using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace StreamActors.Benchmarks.Http;

/// <summary>500 WebSocket clients in this process, and a server in which a thousand entities change each second.</summary>
internal static class LiveClients
{
    private const int Clients = 500;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10), Time = TimeSpan.FromSeconds(30);

    private static long s_bytes, s_messages, s_lost, s_worst;
    private static volatile bool s_counting;

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-").FullName;
        await using (var server = await ServerUnderLoad.UpWithFigures(folder))
        {
            await Requests.Create(server.Url, "inputs", FigureServer.Workloads,
                n => string.Create(CultureInfo.InvariantCulture,
                    $$$"""{"id":"cam{{{n}}}","address":{"url":"srt://peer{{{n}}}.example:9000"}}"""));
            await Requests.Quiet(server);
            server.Begin();
            using var over = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => Listen(server.Url, over.Token))).ToList();
            await Requests.Pause(WarmUp);
            s_counting = true;
            var (cpu, watch) = (server.Cpu, Stopwatch.StartNew());
            await Requests.Pause(Time);
            (var used, s_counting) = (server.Cpu - cpu, false);
            Requests.Print($"{Clients} live clients, {FigureServer.Workloads} entities changing each second: cores of the server",
                string.Create(CultureInfo.InvariantCulture, $"{used / watch.Elapsed:N2}"));
            Requests.Print("… the furthest any client was behind a figure, ms; clients let go",
                string.Create(CultureInfo.InvariantCulture, $"{s_worst}; {s_lost}"));
            Requests.Print("… messages/s; MB/s received", string.Create(CultureInfo.InvariantCulture,
                $"{s_messages / watch.Elapsed.TotalSeconds:N0}; {s_bytes / watch.Elapsed.TotalSeconds / 1e6:N1}"));
            await over.CancelAsync();
            await Task.WhenAll(clients);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Listen(Uri server, CancellationToken stop)
    {
        try
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("streamactors.v1");
            socket.Options.SetRequestHeader("X-API-Key", Caller.Key);
            socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/api/v1/live" }.Uri, stop);
            var buffer = new byte[256 * 1024];
            while (true)
            {
                var (count, length) = (0, 0);
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(count), stop);
                    length += part.Count;
                    count = Math.Min(count + part.Count, buffer.Length / 2); // the beginning is enough to count
                }
                while (!part.EndOfMessage && part.MessageType != WebSocketMessageType.Close);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    Interlocked.Increment(ref s_lost);
                    return;
                }
                if (s_counting)
                    Count(buffer.AsSpan(0, count), length);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            if (!stop.IsCancellationRequested)
                Interlocked.Increment(ref s_lost);
        }
    }

    /// <summary>By the time in one measurement of each message, chosen at random.</summary>
    private static void Count(ReadOnlySpan<byte> message, int length)
    {
        Interlocked.Add(ref s_bytes, length);
        Interlocked.Increment(ref s_messages);
        if (message.IndexOf("\"at\":\""u8) is >= 0 and var at && Utf8Time(message[(at + 6)..]) is { } told)
        {
            var behind = (long)(DateTimeOffset.UtcNow - told).TotalMilliseconds;
            for (var worst = Interlocked.Read(ref s_worst); behind > worst
                && Interlocked.CompareExchange(ref s_worst, behind, worst) != worst;)
                worst = Interlocked.Read(ref s_worst);
        }
    }

    private static DateTimeOffset? Utf8Time(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader([(byte)'"', .. text[..(text.IndexOf((byte)'"') + 1)]]);
        return reader.Read() && reader.TryGetDateTimeOffset(out var time) ? time : null;
    }
}
