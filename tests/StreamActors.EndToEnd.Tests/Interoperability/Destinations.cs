namespace StreamActors.EndToEnd.Tests.Interoperability;

/// <summary>A peer that an output sends to, or that reads from an output.</summary>
/// <param name="Calls">It calls, and so is started after the output.</param>
/// <param name="Url">Of the output; PORT is a free port.</param>
/// <param name="Start">Gets the port, and where it passes the stream on to, where it can.</param>
internal sealed record Destination(
    string Name, bool Calls, string Url, (string, string)[] Options, Func<int, TsReceiver, Task<IAsyncDisposable>> Start)
{
    private const string Passphrase = "battery-horse-correct";
    private const string Rtmp = "rtmp://127.0.0.1:PORT/live";
    private const string Srt = "srt://127.0.0.1:PORT";

    private static readonly (string, string)[] Key = [("!key", "tv")];
    private static readonly (string, string)[] Caller = [("mode", "caller"), ("!passphrase", Passphrase)];
    private static readonly (string, string)[] Listener = [("mode", "listener"), ("!passphrase", Passphrase)];
    private static readonly (string, string)[] Meets = [("mode", "rendezvous"), ("!passphrase", Passphrase)];

    public static readonly IReadOnlyList<Destination> All =
    [
        new("rtmp: pushed to FFmpeg", false, Rtmp, Key, async (port, _) =>
        {
            var peer = Decodes($"rtmp://127.0.0.1:{port}/live/tv", "-listen", "1");
            await Ports.Listens(port, () => peer.Story);
            return peer;
        }),
        new("rtmp: pushed to nginx-rtmp", false, Rtmp, Key, async (port, _) => await NginxRtmp.Start(port)),
        new("srt: FFmpeg is called", false, Srt, Caller, async (port, _) =>
        {
            var peer = Decodes($"srt://127.0.0.1:{port}?mode=listener&passphrase={Passphrase}");
            await Ports.IsBound(port, () => peer.Story);
            return peer;
        }),
        new("srt: GStreamer is called", false, Srt, Caller, async (port, receiver) =>
        {
            var peer = Gst($"srt://127.0.0.1:{port}?mode=listener", receiver);
            await Ports.IsBound(port, () => peer.Story);
            return peer;
        }),
        new("srt: srt-live-transmit is called", false, Srt, Caller, async (port, receiver) =>
            await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port, $"&passphrase={Passphrase}")),
        new("srt: FFmpeg calls", true, Srt, Listener, (port, _) =>
            Task.FromResult<IAsyncDisposable>(Decodes($"srt://127.0.0.1:{port}?mode=caller&passphrase={Passphrase}"))),
        new("srt: GStreamer calls", true, Srt, Listener, (port, receiver) =>
            Task.FromResult<IAsyncDisposable>(Gst($"srt://127.0.0.1:{port}?mode=caller", receiver))),
        new("srt: srt-live-transmit calls", true, Srt, Listener, (port, receiver) => Task.FromResult<IAsyncDisposable>(
            SrtLiveTransmit.CallsAndPassesOn(port, receiver.Port, $"&passphrase={Passphrase}"))),
        new("srt: rendezvous with GStreamer", false, "srt://127.0.0.2:PORT", Meets, (port, receiver) =>
            Task.FromResult<IAsyncDisposable>(Gst($"srt://127.0.0.1:{port}?mode=rendezvous", receiver, "localaddress=127.0.0.2"))),
        new("srt: rendezvous with srt-live-transmit", false, "srt://127.0.0.2:PORT", Meets, (port, receiver) =>
            Task.FromResult<IAsyncDisposable>(
                SrtLiveTransmit.Meets($"127.0.0.1:{port}", "127.0.0.2", receiver.Port, $"&passphrase={Passphrase}"))),
    ];

    /// <summary>Decodes three seconds of it and ends; it prints errors and nothing else.</summary>
    public static PeerProcess Decodes(string url, params string[] before) => PeerProcess.Start("ffmpeg",
        ["-v", "error", "-nostdin", .. before, "-i", url, "-map", "0", "-t", "3", "-f", "null", "-"]);

    private static PeerProcess Gst(string uri, TsReceiver receiver, params string[] more) => PeerProcess.Start("gst-launch-1.0",
    [
        "srtsrc", $"uri={uri}", $"passphrase={Passphrase}", .. more, "!", "udpsink", "host=127.0.0.1", $"port={receiver.Port}",
        "sync=false",
    ]);
}
