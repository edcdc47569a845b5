using System.Net;

namespace StreamActors.EndToEnd.Tests.Peers;

/// <summary>
/// A web server with streams by ffmpeg: a live HLS playlist at <c>/hls/live.m3u8</c> and an endless transport stream at <c>/live.ts</c>.
/// </summary>
internal sealed class HttpOrigin : IAsyncDisposable
{
    private readonly Scratch _folder = new();
    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource _over = new();
    private FfmpegSender? _hls;
    private int _requests;

    private HttpOrigin(int port)
    {
        Url = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = Accept();
    }

    public string Url { get; }

    public string Playlist => $"{Url}hls/live.m3u8";

    public string Endless => $"{Url}live.ts";

    /// <summary>The status it sends instead of media: 401, 404, 503, …; 0 sends nothing and keeps the connection open.</summary>
    public int? Refusal { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    public FfmpegSender Packager => _hls ?? throw new InvalidOperationException("It packages no HLS.");

    public static async Task<HttpOrigin> Start(bool hls, int? port = null)
    {
        var origin = new HttpOrigin(port ?? Ports.Tcp());
        if (!hls)
            return origin;
        var playlist = origin._folder.At("live.m3u8");
        origin._hls = await FfmpegSender.Start(playlist, "-f", "hls", "-hls_time", "1", "-hls_list_size", "6", "-hls_flags",
            "delete_segments+temp_file");
        await Eventually.Is(() => File.Exists(playlist), () => $"ffmpeg makes no playlist. {origin._hls.Story}");
        return origin;
    }

    public async ValueTask DisposeAsync()
    {
        _over.SetResult();
        _listener.Close();
        if (_hls is not null)
            await _hls.DisposeAsync();
        _folder.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref _requests);
            _ = Serve(context);
        }
    }

    private async Task Serve(HttpListenerContext context)
    {
        try
        {
            await Answer(context.Request.Url!.AbsolutePath, context.Response);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client has disconnected.
        }
    }

    private async Task Answer(string path, HttpListenerResponse response)
    {
        if (Refusal == 0)
            await _over.Task;
        else if (Refusal is { } status)
            response.StatusCode = status;
        else if (path == "/live.ts")
            await Play(response);
        else if (_folder.At(Path.GetFileName(path)) is var file && File.Exists(file))
            await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
        else
            response.StatusCode = 404;
    }

    private async Task Play(HttpListenerResponse response)
    {
        var clip = await Clip.Shared();
        response.ContentType = "video/mp2t";
        response.SendChunked = true;
        await using var ffmpeg = PeerProcess.Start(
            "ffmpeg", ["-v", "error", "-nostdin", "-re", "-stream_loop", "-1", "-i", clip.Path, "-map", "0", "-c", "copy", "-f", "mpegts",
                "pipe:1"], binary: true);
        var copying = ffmpeg.Output.CopyToAsync(response.OutputStream);
        await Task.WhenAny(copying, _over.Task);
        await ffmpeg.Kill();
        await copying;
    }
}
