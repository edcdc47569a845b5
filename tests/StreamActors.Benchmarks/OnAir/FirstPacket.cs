using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>Numbers 6 and 7: from the command <c>start</c> to the first packet at the receiver, on a running relay.</summary>
internal static class FirstPacket
{
    private const int Times = 20;

    public static async Task Native()
    {
        await using var relay = await Running();
        using var receiver = new TsReceiver();
        var figures = await Measure(relay.Server.Server, $"udp://127.0.0.1:{receiver.Port}", Times, receiver);
        Table.Row(6, "first packet at the receiver after `start` of a native output, ms", "100", "20",
            Table.Show(Table.Median(figures), "0.0"), Spread(figures));
    }

    public static async Task Ffmpeg()
    {
        await using var relay = await Running();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var srt = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port);
        var overSrt = await Measure(relay.Server.Server, $"srt://127.0.0.1:{port}", 10, receiver);
        await using var nginx = await NginxRtmp.Start();
        var overRtmp = await ToRtmp(relay.Server.Server, nginx, 10);
        Table.Row(7, "the same for an FFmpeg output (copy): SRT, RTMP, ms", "2,500", "1,000",
            $"{Table.Show(Table.Median(overSrt), "0")}, {Table.Show(Table.Median(overRtmp), "0")}",
            $"SRT {Spread(overSrt)}; RTMP {Spread(overRtmp)}");
    }

    /// <summary>A server whose relay carries the clip, and the sender of it.</summary>
    public static async Task<Carrying> Running()
    {
        var (server, input) = (new ServerRelay(0), Ports.Udp());
        await server.Up();
        var sender = await MediaTools.Sender(input);
        await server.Server.Input("bench", $"udp://127.0.0.1:{input}");
        await server.Server.OnAir("inputs", "bench");
        return new Carrying(server, sender);
    }

    private static async Task<List<double>> Measure(LiveServer server, string url, int times, TsReceiver receiver)
    {
        List<double> figures = [];
        await server.Output("first", "bench", url);
        for (var n = 0; n < times; n++)
        {
            await server.OnAir("outputs", "first");
            await server.Say("outputs", "first", "stop");
            await server.Is("outputs", "first", "idle");
            await receiver.FallsSilent(TimeSpan.FromMilliseconds(500));
            receiver.Forget();
            var at = TimeProvider.System.GetTimestamp();
            await server.Say("outputs", "first", "start");
            await receiver.Sees(f => f.Datagrams > 0, "the first packet");
            figures.Add(TimeProvider.System.GetElapsedTime(at, receiver.FirstAt).TotalMilliseconds);
        }
        await server.Delete("outputs", "first");
        return figures;
    }

    /// <summary>nginx writes its recording with the first packet, under a new key each time.</summary>
    private static async Task<List<double>> ToRtmp(LiveServer server, NginxRtmp nginx, int times)
    {
        List<double> figures = [];
        for (var n = 0; n < times; n++)
        {
            var id = $"rtmp{n}";
            var at = TimeProvider.System.GetTimestamp();
            await server.Output(id, "bench", nginx.Url("live"), ("!key", id));
            await Eventually.Is(() => nginx.Received(id) > 13, () => $"nginx has nothing of {id}. {server.Story}"); // FLV header
            figures.Add(TimeProvider.System.GetElapsedTime(at).TotalMilliseconds);
            await server.Delete("outputs", id);
        }
        return figures;
    }

    private static string Spread(List<double> figures) =>
        $"{figures.Count} times, from {Table.Show(figures.Min(), "0.0")} to {Table.Show(figures.Max(), "0.0")}";

    internal sealed record Carrying(ServerRelay Server, PeerProcess Sender) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Sender.DisposeAsync();
        }
    }
}
