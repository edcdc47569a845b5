using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.PeersAlone;

public sealed class HttpSpecs
{
    [Fact]
    public async Task A_live_playlist_plays()
    {
        await using var origin = await HttpOrigin.Start(hls: true);
        using var receiver = new TsReceiver();
        await using var viewer = FfmpegReceiver.Start(origin.Playlist, FfmpegReceiver.Udp(receiver.Port), "-re");
        await receiver.SeesKeyFrames(3, () => viewer.Story + origin.Packager.Story);
    }

    [Fact]
    public async Task An_endless_stream_plays_and_a_refusal_is_heard()
    {
        await using var origin = await HttpOrigin.Start(hls: false);
        using var receiver = new TsReceiver();
        await using var viewer = FfmpegReceiver.Start(origin.Endless, FfmpegReceiver.Udp(receiver.Port));
        await receiver.SeesKeyFrames(2, () => viewer.Story);

        origin.Refusal = 403;
        await using var late = FfmpegReceiver.Start(origin.Endless, FfmpegReceiver.Udp(receiver.Port));
        await Eventually.Is(() => late.HasExited, () => late.Story);
        late.Story.ShouldContain("403");
    }

    [Fact]
    public async Task An_origin_that_never_answers_keeps_its_caller_waiting()
    {
        await using var origin = await HttpOrigin.Start(hls: false);
        origin.Refusal = 0;
        using var receiver = new TsReceiver();
        await using var viewer = FfmpegReceiver.Start(origin.Endless, FfmpegReceiver.Udp(receiver.Port));
        await Eventually.Is(() => origin.Requests == 1, () => viewer.Story);

        viewer.HasExited.ShouldBeFalse();
        receiver.FirstAt.ShouldBe(0);
    }
}
