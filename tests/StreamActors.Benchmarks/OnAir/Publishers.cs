using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>Numbers 16 and 17: publishers that the RTMP server of the server takes.</summary>
internal static class Publishers
{
    private const int Many = 100, Times = 10;

    /// <summary>They are one nginx that pushes a stream of 2 Mbit/s under a hundred keys: its cost is small and not counted.</summary>
    public static async Task Together()
    {
        await using var relay = new ServerRelay(0);
        await relay.Up();
        var (server, port) = (relay.Server, Ports.Tcp());
        for (var n = 0; n < Many; n++)
            await server.Input($"in{n}", $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("!key", $"k{n}"));
        using var folder = new Scratch();
        var own = Ports.Tcp();
        folder.Write("nginx.conf", $$"""
            daemon off; master_process off; pid {{folder.Folder}}/pid; error_log {{folder.Folder}}/error.log notice;
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            events { worker_connections 4000; }
            worker_rlimit_nofile 8000;
            rtmp { server { listen 127.0.0.1:{{own}}; chunk_size 4096; application live { live on;
                {{string.Join("\n    ", Enumerable.Range(0, Many).Select(n => $"push rtmp://127.0.0.1:{port}/live/k{n};"))}} } } }
            """);
        await using var nginx = PeerProcess.Start("/usr/sbin/nginx",
            ["-p", folder.Folder, "-e", folder.At("error.log"), "-c", folder.At("nginx.conf")], folder.Folder);
        await Ports.Listens(own, () => nginx.Story);
        await using var sender = PeerProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-re", "-i", await MediaTools.HalfClip(), "-c", "copy",
            "-f", "flv", $"rtmp://127.0.0.1:{own}/live/stream"]);
        async Task<int> OnAir() => (await server.Read("workloads?size=500")).GetRawText().Split("\"on-air\"").Length - 1;
        await Eventually.Is(async () => await OnAir() == Many, () => $"Not all are on air. {relay.Story}", TimeSpan.FromMinutes(3));
        List<double> rounds = [];
        for (var n = 0; n < 5; n++)
        {
            var (cpu, at) = (Gauge.Cpu(relay.Ids), TimeProvider.System.GetTimestamp());
            await Round.Pass(Round.Length);
            rounds.Add((Gauge.Cpu(relay.Ids) - cpu) / TimeProvider.System.GetElapsedTime(at).TotalSeconds);
            Table.Aside($"round {n + 1}: {Table.Show(rounds[^1])} core");
        }
        var (still, children) = (await OnAir(), Gauge.Children(relay.Ids[0]));
        Table.Row(16, $"{Many} RTMP publishers of 2 Mbit/s: cores of the server", "0.6", "0.3", Table.Show(Table.Median(rounds)),
            $"{Table.List(rounds)}; {still} on air at the end; {children} child processes; {Table.Show(Gauge.Memory(relay.Ids), "0")} MB");
    }

    /// <summary>From the start of an encoder's FFmpeg with a key frame every two seconds until the first packet at a UDP output.</summary>
    public static async Task FirstPacketOut()
    {
        await using var relay = new ServerRelay(0);
        await relay.Up();
        var port = Ports.Tcp();
        using var receiver = new TsReceiver();
        await relay.Server.Input("obs", $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("!key", "key"));
        await relay.Server.Output("out", "obs", $"udp://127.0.0.1:{receiver.Port}");
        List<double> figures = [];
        for (var n = 0; n < Times; n++)
        {
            receiver.Forget();
            var at = TimeProvider.System.GetTimestamp();
            await using var encoder = PeerProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i",
                "testsrc2=s=640x360:r=25", "-f", "lavfi", "-i", "sine=440:r=48000", "-c:v", "libx264", "-preset", "ultrafast", "-tune",
                "zerolatency", "-g", "50", "-b:v", "1M", "-c:a", "aac", "-f", "flv", $"rtmp://127.0.0.1:{port}/live/key"]);
            await receiver.Sees(f => f.Datagrams > 0, "the first packet", () => relay.Story);
            figures.Add(TimeProvider.System.GetElapsedTime(at, receiver.FirstAt).TotalMilliseconds);
            await encoder.Stop();
            await receiver.FallsSilent(TimeSpan.FromMilliseconds(500));
            await relay.Server.Is("inputs", "obs", "stalled", timeout: TimeSpan.FromMinutes(1));
        }
        Table.Row(17, "an encoder publishes over RTMP, key frames every 2 s: until the first packet at a UDP output, ms", "2,200", "2,050",
            Table.Show(Table.Median(figures), "0"), $"from the start of its process: {Table.List(figures, "0")}");
    }
}
