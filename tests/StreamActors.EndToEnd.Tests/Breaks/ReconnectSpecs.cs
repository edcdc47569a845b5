using System.Globalization;
using StreamActors.EndToEnd.Tests.Matrix;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A sender fails, or the FFmpeg that it sends to: the stream is received again.</summary>
public sealed class ReconnectSpecs
{
    [Theory]
    [InlineData("srt-listener")]
    [InlineData("srt-caller")]
    [InlineData("rtmp-listen")]
    [InlineData("rtmp-listen-ffmpeg")]
    [InlineData("rtmp-pull")]
    public async Task A_sender_killed_and_started_again_is_taken_again(string kind)
    {
        await using var server = await OnAirServer.Start();
        await using var feed = await Feed.Open(kind, server, "in");
        using var receiver = new TsReceiver();
        await server.Output("out", "in", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(2, () => feed.Story + server.Story);
        await feed.Sender!.Kill();
        await receiver.FallsSilent(TimeSpan.FromSeconds(2));

        await FaultSetup.Taken(feed.Sender, receiver, () => feed.Story + server.Story);
        await server.OnAir("inputs", "in");
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Theory]
    [InlineData("srt-listener-ffmpeg", true)]
    [InlineData("srt-listener-ffmpeg", false)]
    [InlineData("rtmp-listen-ffmpeg", true)]
    public async Task A_listening_child_that_hangs_is_replaced_and_its_sender_is_taken_again(string kind, bool onAir)
    {
        await using var server = await OnAirServer.Start();
        await using var feed = await Feed.Open(kind, server, "in");
        using var receiver = new TsReceiver();
        await server.Output("out", "in", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(2, () => feed.Story + server.Story);
        if (!onAir)
        {
            await feed.Sender!.Kill();
            await receiver.FallsSilent(TimeSpan.FromSeconds(2));
        }
        var hung = await FaultSetup.Child(server, "inputs", "in");
        await PeerProcess.Run("kill", "-STOP", hung.ToString(CultureInfo.InvariantCulture));

        await FaultSetup.Taken(feed.Sender!, receiver, () => feed.Story + server.Story);
        (await FaultSetup.Child(server, "inputs", "in")).ShouldNotBe(hung);
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }
}
