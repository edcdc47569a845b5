namespace StreamActors.EndToEnd.Tests.Interoperability;

/// <summary>A peer that publishes to an input, or that an input pulls from.</summary>
/// <param name="Listens">It listens, and so is started before the input.</param>
/// <param name="Url">Of the input; PORT is a free port.</param>
/// <param name="Start">Gets the port.</param>
internal sealed record Source(
    string Name, bool Listens, string Url, (string, string)[] Options, Func<InteroperabilityServer, int, Task<IAsyncDisposable[]>> Start)
{
    private const string Passphrase = "correct-horse-battery";
    private const string Rtmp = "rtmp://127.0.0.1:PORT/live";
    private const string Srt = "srt://127.0.0.1:PORT";

    private static readonly (string, string)[] Published = [("mode", "listen"), ("!key", "sesame")];
    private static readonly (string, string)[] Waits = [("mode", "listener"), ("!passphrase", Passphrase)];
    private static readonly (string, string)[] Calls = [("mode", "caller"), ("!passphrase", Passphrase)];
    private static readonly (string, string)[] Meets = [("mode", "rendezvous"), ("!passphrase", Passphrase)];

    public static readonly IReadOnlyList<Source> All =
    [
        new("rtmp: FFmpeg publishes", false, Rtmp, Published, async (_, port) =>
            [await FfmpegSender.Start($"rtmp://127.0.0.1:{port}/live/sesame")]),
        new("rtmp: GStreamer publishes", false, Rtmp, Published, async (_, port) =>
            [await GstRtmp($"rtmp://127.0.0.1:{port}/live/sesame")]),
        new("rtmp: nginx-rtmp publishes", false, Rtmp, Published, async (_, port) =>
        {
            var nginx = await NginxRtmp.Start(push: $"rtmp://127.0.0.1:{port}/live/sesame");
            return [nginx, await FfmpegSender.Start($"{nginx.Url("pushes")}/tv")];
        }),
        new("rtmp: OBS publishes", false, Rtmp, Published, async (_, port) => [await Obs($"rtmp://127.0.0.1:{port}/live", "sesame")]),
        new("rtmp: FFmpeg is pulled from", true, $"{Rtmp}/tv", [], async (_, port) =>
        {
            var sender = await FfmpegSender.Start($"rtmp://127.0.0.1:{port}/live/tv", "-listen", "1");
            await Ports.Listens(port, () => sender.Story);
            return [sender];
        }),
        new("rtmp: nginx-rtmp is pulled from", true, $"{Rtmp}/tv", [], async (_, port) =>
        {
            var nginx = await NginxRtmp.Start(port);
            var sender = await FfmpegSender.Start($"{nginx.Url("live")}/tv");
            await nginx.Receives("tv", 1, () => sender.Story);
            return [nginx, sender];
        }),
        new("rtmps: FFmpeg publishes", false, Rtmp, Published, async (server, _) =>
            [await FfmpegSender.Start($"rtmps://127.0.0.1:{server.Tls}/live/sesame")]),
        new("rtmps: GStreamer publishes", false, Rtmp, Published, async (server, _) =>
            [await GstRtmp($"rtmps://127.0.0.1:{server.Tls}/live/sesame", "tls-validation-flags=0")]),
        new("srt: FFmpeg calls", false, Srt, Waits, async (_, port) => [await FfmpegSender.CallsSrt(port, $"&passphrase={Passphrase}")]),
        new("srt: GStreamer calls", false, Srt, Waits, async (_, port) => [await GstSrt($"srt://127.0.0.1:{port}?mode=caller")]),
        new("srt: srt-live-transmit calls", false, Srt, Waits, async (_, port) =>
        {
            var udp = Ports.Udp();
            return [await SrtLiveTransmit.TakesAndCalls(udp, port, $"&passphrase={Passphrase}"), await FfmpegSender.ToUdp(udp)];
        }),
        new("srt: OBS calls", false, Srt, Waits, async (_, port) => [await Obs($"srt://127.0.0.1:{port}?passphrase={Passphrase}", "")]),
        new("srt: FFmpeg is called", true, Srt, Calls, async (_, port) =>
            [await FfmpegSender.ListensSrt(port, $"&passphrase={Passphrase}")]),
        new("srt: GStreamer is called", true, Srt, Calls, async (_, port) =>
        {
            var peer = await GstSrt($"srt://127.0.0.1:{port}?mode=listener");
            await Ports.IsBound(port, () => peer.Story);
            return [peer];
        }),
        new("srt: srt-live-transmit is called", true, Srt, Calls, async (_, port) =>
        {
            var udp = Ports.Udp();
            return [await SrtLiveTransmit.TakesAndListens(udp, port, $"&passphrase={Passphrase}"), await FfmpegSender.ToUdp(udp)];
        }),
        new("srt: OBS is called", true, Srt, Calls, async (_, port) =>
        {
            var obs = await Obs($"srt://127.0.0.1:{port}?mode=listener&passphrase={Passphrase}", "");
            await Ports.IsBound(port, () => obs.Story);
            return [obs];
        }),
        new("srt: rendezvous with GStreamer", false, "srt://127.0.0.2:PORT", Meets, async (_, port) =>
            [await GstSrt($"srt://127.0.0.1:{port}?mode=rendezvous", "localaddress=127.0.0.2")]),
        new("srt: rendezvous with srt-live-transmit", false, "srt://127.0.0.2:PORT", Meets, async (_, port) =>
        {
            var udp = Ports.Udp();
            return [await SrtLiveTransmit.TakesAndMeets(udp, $"127.0.0.1:{port}", "127.0.0.2", $"&passphrase={Passphrase}"),
                await FfmpegSender.ToUdp(udp)];
        }),
    ];

    private static async Task<PeerProcess> GstRtmp(string url, params string[] more) => PeerProcess.Start("gst-launch-1.0",
    [
        "filesrc", $"location={(await Clip.Shared()).Path}", "!", "tsdemux", "name=d", "d.", "!", "queue", "!", "h264parse", "!", "flvmux",
        "name=m", "streamable=true", "!", "rtmp2sink", $"location={url}", "sync=true", .. more, "d.", "!", "queue", "!", "aacparse", "!",
        "m.",
    ]);

    private static async Task<PeerProcess> GstSrt(string uri, params string[] more) => PeerProcess.Start("gst-launch-1.0",
    [
        "filesrc", $"location={(await Clip.Shared()).Path}", "!", "tsparse", "set-timestamps=true", "alignment=7", "!", "queue", "!",
        "srtsink", $"uri={uri}", $"passphrase={Passphrase}", "sync=true", .. more,
    ]);

    private static async Task<ObsStudio> Obs(string server, string key)
    {
        var obs = await ObsStudio.Start(server, key);
        await obs.StartStream();
        return obs;
    }
}
