namespace StreamActors.EndToEnd.Tests.Peers;

/// <summary>
/// GStreamer's RTSP server: plays a camera over TCP and UDP, whose video ffmpeg sends to it, and records what is published to it, video
/// and audio in separate files.
/// </summary>
internal sealed class RtspServer : IAsyncDisposable
{
    private readonly Scratch _folder;
    private readonly string[] _arguments;
    private PeerProcess _program;

    private RtspServer(Scratch folder, string[] arguments, int port, FfmpegSender camera)
    {
        (_folder, _arguments, Port, Camera) = (folder, arguments, port, camera);
        _program = Launch();
    }

    public int Port { get; }

    /// <summary>The source of the video of <c>/live</c>: while it is frozen, the server runs but has nothing to send.</summary>
    public FfmpegSender Camera { get; }

    public string Story => _program.Story;

    public string Live => $"rtsp://127.0.0.1:{Port}/live";

    public string Inlet => $"rtsp://127.0.0.1:{Port}/in";

    public string Recording => _folder.At("in.ts");

    /// <summary>Bytes of video received.</summary>
    public long Received => Length(Recording);

    /// <summary>Bytes of audio received.</summary>
    public long ReceivedTone => Length(Recording + ".aac");

    public static async Task<RtspServer> Start(string user = "", string password = "", int? port = null)
    {
        var (folder, rtsp, udp) = (new Scratch(), port ?? Ports.Tcp(), Ports.Udp());
        string[] arguments = [$"{rtsp}", $"{udp}", folder.At("in.ts"), user, password];
        var server = new RtspServer(folder, arguments, rtsp, await FfmpegSender.ToUdp(udp));
        await server._program.Says("listening");
        return server;
    }

    /// <summary>That many bytes of video, and audio too.</summary>
    public bool Has(long bytes) => Received >= bytes && ReceivedTone >= bytes / 20;

    public Task Receives(long bytes, Func<string>? otherwise = null) =>
        Eventually.Is(() => Has(bytes),
        () => $"The RTSP server has {Received} bytes and {ReceivedTone} of tone. {otherwise?.Invoke()} {Story}");

    public Task Kill() => _program.Kill();

    public async Task Restart()
    {
        await _program.DisposeAsync();
        _program = Launch();
        await _program.Says("listening");
    }

    public Task Freeze() => _program.Signal("STOP");

    public Task Thaw() => _program.Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await Camera.DisposeAsync();
        _folder.Dispose();
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private PeerProcess Launch() =>
        PeerProcess.Start("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Peers", "rtsp-server.py"), .. _arguments],
        _folder.Folder);
}
