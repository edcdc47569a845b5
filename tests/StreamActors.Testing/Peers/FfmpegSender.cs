namespace StreamActors.Testing.Peers;

/// <summary>
/// ffmpeg as an operator's encoder: plays the clip in a loop and in real time to a URL. It may be killed and restarted, with a clock that
/// then starts over, as encoders do.
/// </summary>
public sealed class FfmpegSender : IAsyncDisposable
{
    private readonly string[] _arguments;
    private PeerProcess _ffmpeg;

    private FfmpegSender(PeerProcess ffmpeg, string[] arguments) => (_ffmpeg, _arguments) = (ffmpeg, arguments);

    public int Id => _ffmpeg.Id;

    public bool HasExited => _ffmpeg.HasExited;

    public string Story => _ffmpeg.Story;

    /// <param name="url">The target: udp, rtp, srt, rtmp, rtsp, or the path of an HLS playlist.</param>
    /// <param name="more">Options of that output.</param>
    public static async Task<FfmpegSender> Start(string url, params string[] more)
    {
        var clip = await Clip.Shared();
        string[] arguments =
        [
            "-v", "verbose", "-nostdin", "-re", "-stream_loop", "-1", "-i", clip.Path, "-map", "0", "-c", "copy", "-progress", "pipe:1",
            "-stats_period", "0.5",
            .. more, .. Muxer(url), url,
        ];
        return new FfmpegSender(PeerProcess.Start("ffmpeg", arguments), arguments);
    }

    public static Task<FfmpegSender> ToUdp(int port) => Start($"udp://127.0.0.1:{port}?pkt_size=1316");

    public static Task<FfmpegSender> ToRtp(int port) => Start($"rtp://127.0.0.1:{port}");

    /// <param name="query">Options of SRT besides the mode: passphrase, streamid, latency.</param>
    public static Task<FfmpegSender> CallsSrt(int port, string query = "") =>
        Start($"srt://127.0.0.1:{port}?mode=caller&pkt_size=1316{query}");

    public static async Task<FfmpegSender> ListensSrt(int port, string query = "")
    {
        var sender = await Start($"srt://127.0.0.1:{port}?mode=listener&pkt_size=1316{query}");
        await Ports.IsBound(port, () => sender.Story);
        return sender;
    }

    /// <summary>Media is sent: the muxer has written, and the peer has accepted it.</summary>
    public Task Sends() => Eventually.Is(() => Story.Contains("out_time=0", StringComparison.Ordinal) || Fallen(),
        () => $"ffmpeg sends nothing. {Story}");

    public async Task Restart()
    {
        await _ffmpeg.DisposeAsync();
        _ffmpeg = PeerProcess.Start("ffmpeg", _arguments);
    }

    /// <summary>Ends the stream like an encoder that is switched off.</summary>
    public async Task Stop()
    {
        if (!HasExited)
            await _ffmpeg.Signal("INT");
        await _ffmpeg.Ended();
    }

    public Task Kill() => _ffmpeg.Kill();

    public Task<int> Ended() => _ffmpeg.Ended();

    /// <summary>Keeps running and connected, and sends nothing until it is resumed.</summary>
    public Task Freeze() => _ffmpeg.Signal("STOP");

    public Task Thaw() => _ffmpeg.Signal("CONT");

    public ValueTask DisposeAsync() => _ffmpeg.DisposeAsync();

    private bool Fallen() => HasExited ? throw new InvalidOperationException($"ffmpeg ended. {Story}") : false;

    private static string[] Muxer(string url) => url.Split(':')[0] switch
    {
        "udp" or "srt" => ["-f", "mpegts"],
        "rtp" => ["-f", "rtp_mpegts"],
        "rtmp" or "rtmps" => ["-f", "flv"],
        "rtsp" => ["-c:a", "aac", "-f", "rtsp"], // AAC in MPEG-TS has no header that RTSP could announce
        _ => [],
    };
}
