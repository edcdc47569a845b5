using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Matrix;

/// <summary>The source of an input: a real peer, and the input that receives it.</summary>
internal sealed class Feed : IAsyncDisposable
{
    private const string Passphrase = "correct-horse-battery";

    /// <summary>Milliseconds; a busy machine holds a datagram back for longer than the default.</summary>
    private const string Latency = "2000";

    private readonly List<IAsyncDisposable> _peers = [];
    private readonly List<Func<string>> _stories = [];

    private Feed(string kind) => Kind = kind;

    public static readonly IReadOnlyList<string> Kinds =
        ["udp", "rtp", "multicast", "srt-listener", "srt-listener-ffmpeg", "srt-caller", "srt-caller-ffmpeg", "rtmp-listen",
            "rtmp-listen-ffmpeg", "rtmp-pull", "rtsp-tcp", "rtsp-udp", "hls", "http-ts", "file", "test"];

    public string Kind { get; }

    /// <summary>ffmpeg as the encoder, for kinds that have one; tests may kill, freeze and restart it.</summary>
    public FfmpegSender? Sender { get; private set; }

    /// <summary>The server in between, for kinds that have one.</summary>
    public IAsyncDisposable? Between { get; private set; }

    public string Story => string.Concat(_stories.Select(s => s()));

    public static async Task<Feed> Open(string kind, LiveServer server, string id)
    {
        var feed = new Feed(kind);
        try
        {
            await feed.Open(server, id);
            return feed;
        }
        catch
        {
            await feed.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in Enumerable.Reverse(_peers))
            await peer.DisposeAsync();
    }

    private Task Open(LiveServer server, string id) => Kind switch
    {
        "udp" => Datagrams(server, id, "udp", FfmpegSender.ToUdp),
        "rtp" => Datagrams(server, id, "rtp", FfmpegSender.ToRtp),
        "multicast" => Multicast(server, id),
        "srt-listener" => SrtListener(server, id, "native"),
        "srt-listener-ffmpeg" => SrtListener(server, id, "ffmpeg"),
        "srt-caller" => SrtCaller(server, id, "native"),
        "srt-caller-ffmpeg" => SrtCaller(server, id, "ffmpeg"),
        "rtmp-listen" => RtmpListen(server, id, "native"),
        "rtmp-listen-ffmpeg" => RtmpListen(server, id, "ffmpeg"),
        "rtmp-pull" => RtmpPull(server, id),
        "rtsp-tcp" => Rtsp(server, id, "tcp"),
        "rtsp-udp" => Rtsp(server, id, "udp"),
        "hls" => Http(server, id, hls: true),
        "http-ts" => Http(server, id, hls: false),
        "file" => FromFile(server, id),
        "test" => server.Input(id, "test://", ("size", "640x360"), ("bitrate", "1000000")),
        _ => throw new ArgumentOutOfRangeException(nameof(server), Kind, "No such kind of input."),
    };

    private async Task Datagrams(LiveServer server, string id, string scheme, Func<int, Task<FfmpegSender>> send)
    {
        var port = Ports.UdpRow(2); // besides RTP, ffmpeg sends RTCP to the next port
        await server.Input(id, $"{scheme}://127.0.0.1:{port}");
        Keep(await send(port));
    }

    private async Task Multicast(LiveServer server, string id)
    {
        var port = Ports.Udp();
        await server.Input(id, $"udp://239.255.43.{(port % 250) + 1}:{port}", ("interface", "lo"));
        Keep(await FfmpegSender.Start($"udp://239.255.43.{(port % 250) + 1}:{port}?pkt_size=1316&localaddr=127.0.0.1"));
    }

    private async Task SrtListener(LiveServer server, string id, string driver)
    {
        var port = Ports.Udp();
        await server.Input(id, $"srt://127.0.0.1:{port}", ("mode", "listener"), ("driver", driver), ("latency-ms", Latency),
            ("!passphrase", Passphrase));
        await Ports.IsBound(port, () => server.Story);
        Keep(await FfmpegSender.CallsSrt(port, $"&passphrase={Passphrase}&streamid=live/one"));
    }

    private async Task SrtCaller(LiveServer server, string id, string driver)
    {
        var port = Ports.Udp();
        Keep(await FfmpegSender.ListensSrt(port, $"&passphrase={Passphrase}"));
        await server.Input(id, $"srt://127.0.0.1:{port}", ("driver", driver), ("latency-ms", Latency), ("!passphrase", Passphrase),
            ("!streamid", "#!::r=cam/one,m=request"));
    }

    private async Task RtmpListen(LiveServer server, string id, string driver)
    {
        var port = Ports.Tcp();
        await server.Input(id, $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("driver", driver), ("!key", "sesame"));
        await Ports.Listens(port, () => server.Story);
        Keep(await FfmpegSender.Start($"rtmp://127.0.0.1:{port}/live/sesame"));
    }

    private async Task RtmpPull(LiveServer server, string id)
    {
        var nginx = Beside(await NginxRtmp.Start(), n => n.Story);
        Keep(await FfmpegSender.Start($"{nginx.Url("live")}/source"));
        await nginx.Receives("source", 1, () => Sender!.Story);
        await server.Input(id, $"{nginx.Url("live")}/source");
    }

    private async Task Rtsp(LiveServer server, string id, string transport)
    {
        var camera = Beside(await RtspServer.Start("ann", "se:same"), c => c.Story);
        Sender = camera.Camera;
        await server.Input(id, camera.Live.Replace("//", "//ann@", StringComparison.Ordinal), ("transport", transport),
            ("!password", "se:same"));
    }

    private async Task Http(LiveServer server, string id, bool hls)
    {
        var origin = Beside(await HttpOrigin.Start(hls), _ => "");
        Sender = hls ? origin.Packager : null;
        await server.Input(id, hls ? origin.Playlist : origin.Endless);
    }

    private static async Task FromFile(LiveServer server, string id)
    {
        Directory.CreateDirectory(Path.Combine(server.Data, "media"));
        File.Copy((await Clip.Shared()).Path, Path.Combine(server.Data, "media", $"{id}.ts"), overwrite: true);
        await server.Input(id, $"file:///{id}.ts", ("loop", "true"));
    }

    private void Keep(FfmpegSender sender)
    {
        _peers.Add(Sender = sender);
        _stories.Add(() => sender.Story);
    }

    private T Beside<T>(T peer, Func<T, string> story)
        where T : IAsyncDisposable
    {
        _peers.Add(peer);
        _stories.Add(() => story(peer));
        Between = peer;
        return peer;
    }
}
