namespace StreamActors.EndToEnd.Tests.Peers;

/// <summary>ffmpeg as a viewer or a platform: reads a URL and copies it to a UDP port or a file.</summary>
internal sealed class FfmpegReceiver : IAsyncDisposable
{
    private readonly PeerProcess _ffmpeg;

    private FfmpegReceiver(PeerProcess ffmpeg) => _ffmpeg = ffmpeg;

    public string Story => _ffmpeg.Story;

    public bool HasExited => _ffmpeg.HasExited;

    /// <param name="before">Options of the input, such as <c>-rtsp_flags listen</c>.</param>
    public static FfmpegReceiver Start(string url, string target, params string[] before) =>
        new(PeerProcess.Start("ffmpeg", ["-v", "verbose", "-nostdin", "-y", "-probesize", "200000", "-analyzeduration", "1000000",
        .. before, "-i", url, "-map", "0", "-c", "copy", "-f", "mpegts", target]));

    /// <summary>An RTSP server for one publisher, implemented by FFmpeg.</summary>
    public static async Task<FfmpegReceiver> ListensRtsp(int port, int udp)
    {
        var receiver = Start($"rtsp://127.0.0.1:{port}/in", Udp(udp), "-rtsp_flags", "listen");
        await Ports.Listens(port, () => receiver.Story);
        return receiver;
    }

    public static string Udp(int port) => $"udp://127.0.0.1:{port}?pkt_size=1316";

    public Task Kill() => _ffmpeg.Kill();

    public ValueTask DisposeAsync() => _ffmpeg.DisposeAsync();
}
