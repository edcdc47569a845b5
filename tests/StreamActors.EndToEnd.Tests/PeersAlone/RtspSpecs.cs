using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.PeersAlone;

public sealed class RtspSpecs
{
    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task A_camera_plays(string transport)
    {
        await using var server = await RtspServer.Start();
        using var receiver = new TsReceiver();
        await using var viewer = FfmpegReceiver.Start(server.Live, FfmpegReceiver.Udp(receiver.Port), "-rtsp_transport", transport);
        await receiver.SeesKeyFrames(2, () => viewer.Story + server.Story);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task What_is_published_is_taken(string transport)
    {
        await using var server = await RtspServer.Start();
        await using var sender = await FfmpegSender.Start(server.Inlet, "-rtsp_transport", transport);
        await server.Receives(300_000, () => sender.Story);

        TsTally.OfFile(server.Recording).KeyFrames.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_camera_with_a_password_plays_only_for_who_has_it()
    {
        await using var server = await RtspServer.Start("ann", "sesame");
        using var receiver = new TsReceiver();
        await using var stranger = FfmpegReceiver.Start(server.Live, FfmpegReceiver.Udp(receiver.Port), "-rtsp_transport", "tcp");
        await Eventually.Is(() => stranger.HasExited, () => stranger.Story);
        stranger.Story.ShouldContain("401");

        await using var viewer = FfmpegReceiver.Start(server.Live.Replace("//", "//ann:sesame@", StringComparison.Ordinal),
            FfmpegReceiver.Udp(receiver.Port), "-rtsp_transport", "tcp");
        await receiver.SeesKeyFrames(1, () => viewer.Story + server.Story);
    }

    [Fact]
    public async Task Ffmpeg_listens_for_one_publisher()
    {
        using var receiver = new TsReceiver();
        var port = Ports.Tcp();
        await using var listener = await FfmpegReceiver.ListensRtsp(port, receiver.Port);
        await using var sender = await FfmpegSender.Start($"rtsp://127.0.0.1:{port}/in", "-rtsp_transport", "tcp");
        await receiver.SeesKeyFrames(2, () => listener.Story + sender.Story);
    }
}
