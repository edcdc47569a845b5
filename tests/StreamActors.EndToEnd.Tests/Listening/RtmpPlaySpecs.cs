using StreamActors.EndToEnd.Tests.Matrix;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>Players take the stream of an input over RTMP with a read key.</summary>
public sealed class RtmpPlaySpecs : IAsyncLifetime
{
    private readonly int _port = Ports.Tcp();
    private readonly Scratch _folder = new();
    private LiveServer _server = null!;
    private Feed _feed = null!;
    private string _id = "";
    private string _key = "";

    public async Task InitializeAsync()
    {
        _server = await OnAirServer.Start($"--streamactors.media.rtmp.listen=127.0.0.1:{_port}");
        _feed = await Feed.Open("udp", _server, "cam");
        await _server.OnAir("inputs", "cam", () => _feed.Story);
        await _server.Readable("cam");
        (_id, _key) = await _server.ReadKey("cam");
        await Ports.Listens(_port, () => _server.Story);
    }

    public async Task DisposeAsync()
    {
        await _feed.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task FFmpeg_and_GStreamer_play_and_a_source_that_restarts_continues_for_them()
    {
        using var receiver = new TsReceiver();
        var files = new[] { _folder.At("one.flv"), _folder.At("two.flv") };
        await using var ffmpeg = FfmpegReceiver.Start(Url, FfmpegReceiver.Udp(receiver.Port));
        await using var one = Gst("rtmpsrc", $"location={Url} live=1", files[0]);
        await using var two = Gst("rtmp2src", $"location={Url}", files[1]);
        await receiver.SeesKeyFrames(3, () => ffmpeg.Story + _server.Story);
        foreach (var file in files)
            await Eventually.Is(
                () => File.Exists(file) && new FileInfo(file).Length > 300_000, () => one.Story + two.Story + _server.Story);
        await Readers(3);
        await _feed.Sender!.Restart();
        await receiver.SeesMore(4, () => ffmpeg.Story + _server.Story);
        receiver.Figures.StepsBack.ShouldBe(0, $"{receiver.Figures}");
        ffmpeg.Story.ShouldNotContain("extradata missing");
        await one.Stop();
        await two.Stop();
        await Readers(1);
        foreach (var file in files)
        {
            await using var probe = PeerProcess.Start("ffprobe",
                ["-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", file]);
            (await probe.Ended()).ShouldBe(0, probe.Story);
            probe.Story.ShouldContain("h264");
            probe.Story.ShouldContain("aac");
        }
        await _server.Say("inputs", "cam", "stop");
        await Eventually.Is(() => ffmpeg.HasExited, () => ffmpeg.Story);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_a_revoked_one_ends_its_players_and_the_reason_is_said()
    {
        await Refused(Url + "x", "The read key is missing, or not for this stream");
        await Refused($"rtmp://127.0.0.1:{_port}/relay/cam", "The read key is missing, or not for this stream");
        await Refused(Url.Replace("/cam?", "/other?", StringComparison.Ordinal), "The read key is missing, or not for this stream");
        await Refused(Url.Replace("/relay/", "/live/", StringComparison.Ordinal), "No input has this application");
        using var receiver = new TsReceiver();
        await using var ffmpeg = FfmpegReceiver.Start(Url, FfmpegReceiver.Udp(receiver.Port));
        await receiver.SeesKeyFrames(1, () => ffmpeg.Story + _server.Story);
        await _server.Delete("keys", _id);
        await Eventually.Is(() => ffmpeg.HasExited, () => ffmpeg.Story);
        await Readers(0);
        _server.Story.ShouldNotContain(_key);
    }

    [Fact]
    public async Task An_input_without_media_is_told_and_a_player_that_stops_reading_harms_nobody()
    {
        await _server.Input("silent", $"udp://127.0.0.1:{Ports.Udp()}");
        var (_, all) = await _server.ReadKey();
        await Refused($"rtmp://127.0.0.1:{_port}/relay/silent?key={all}", "The input has no media at present");
        using var receiver = new TsReceiver();
        await using var stuck = PeerProcess.Start("ffmpeg", ["-v", "error", "-nostdin", "-i", Url, "-c", "copy", "-f", "null", "-"]);
        await using var ffmpeg = FfmpegReceiver.Start(Url, FfmpegReceiver.Udp(receiver.Port));
        await receiver.SeesKeyFrames(1, () => ffmpeg.Story + _server.Story);
        await Readers(2);
        await stuck.Signal("STOP");
        await receiver.SeesMore(5, () => ffmpeg.Story + _server.Story);
        receiver.Figures.IsClean.ShouldBeTrue($"{receiver.Figures}");
        await stuck.Kill();
        await Readers(1);
    }

    private string Url => $"rtmp://127.0.0.1:{_port}/relay/cam?key={_key}";

    private static PeerProcess Gst(string source, string location, string file) =>
        PeerProcess.Start("gst-launch-1.0", [source, location, "!", "filesink", $"location={file}"]);

    private async Task Refused(string url, string reason)
    {
        await using var ffmpeg = PeerProcess.Start("ffmpeg", ["-v", "error", "-nostdin", "-i", url, "-f", "null", "-"]);
        (await ffmpeg.Ended()).ShouldNotBe(0);
        ffmpeg.Story.ShouldContain(reason);
    }

    private Task Readers(int count) => Eventually.Is(async () => (await _server.Read("inputs/cam/readers")).GetArrayLength() == count,
        () => $"There are not {count} readers. {_server.Story}");
}
