using System.Diagnostics;
using StreamActors.EndToEnd.Tests.Matrix;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A pulled input loses its FFmpeg or its source, and pulls again.</summary>
public sealed class FetchSpecs
{
    [Theory]
    [InlineData("srt-caller-ffmpeg")]
    [InlineData("rtsp-tcp")]
    [InlineData("hls")]
    [InlineData("file")]
    [InlineData("test")]
    public async Task The_FFmpeg_of_an_input_killed_is_started_again(string kind)
    {
        await using var server = await OnAirServer.Start();
        await using var feed = await Feed.Open(kind, server, "in");
        using var receiver = new TsReceiver();
        await server.Output("out", "in", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(2, () => feed.Story + server.Story);
        var (before, output) = ((await server.State("inputs", "in")).Incarnation, (await server.State("outputs", "out")).Incarnation);
        using (var child = Process.GetProcessById(await FaultSetup.Child(server, "inputs", "in")))
            child.Kill();

        await Eventually.Is(async () => (await server.State("inputs", "in")).Incarnation > before, () => server.Story);
        // An SRT sender that listens serves one caller and then exits.
        if (feed.Sender is { } sender && kind == "srt-caller-ffmpeg")
            await FaultSetup.Taken(sender, receiver, () => feed.Story + server.Story);
        await receiver.SeesMore(2, () => feed.Story + server.Story);
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
        (await server.State("outputs", "out")).Incarnation.ShouldBe(output);
    }

    [Fact]
    public async Task A_camera_whose_server_is_killed_is_asked_again_until_it_answers()
    {
        await using var server = await OnAirServer.Start();
        await using var feed = await Feed.Open("rtsp-tcp", server, "in");
        using var receiver = new TsReceiver();
        await server.Output("out", "in", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(2, () => feed.Story + server.Story);
        var camera = (RtspServer)feed.Between!;
        await camera.Kill();
        await Eventually.Is(async () => (await server.State("inputs", "in")).Phase == "backing-off", () => server.Story);
        await camera.Restart();

        await receiver.SeesMore(2, () => feed.Story + server.Story);
        await server.OnAir("inputs", "in");
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task A_playlist_that_is_not_there_yet_is_asked_for_again_and_never_parked(int status)
    {
        await using var server = await OnAirServer.Start();
        await using var origin = await HttpOrigin.Start(hls: true);
        origin.Refusal = status;
        await server.Input("in", origin.Playlist);
        await Eventually.Is(() => origin.Requests >= 6, () => server.Story, TimeSpan.FromSeconds(60));
        (await server.State("inputs", "in")).Phase.ShouldNotBe("parked");

        origin.Refusal = null;
        await server.OnAir("inputs", "in");
    }
}
