using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>The server itself is killed with -9.</summary>
public sealed class ServerDeathSpecs
{
    [Fact]
    public async Task Killed_it_leaves_no_FFmpeg_and_started_again_everything_is_on_air_without_a_human()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", "ffmpeg"));
        await scene.Server.Input("pattern", "test://", ("size", "640x360"), ("bitrate", "800000"));
        using var viewer = new TsReceiver();
        await scene.Server.Output("pattern-out", "pattern", $"udp://127.0.0.1:{viewer.Port}");
        await scene.Server.Output("off", "cam", "udp://127.0.0.1:9");
        await scene.Server.Say("outputs", "off", "stop");
        await nginx.Receives("tv", 100_000, () => scene.Server.Story);
        await viewer.SeesKeyFrames(1, () => scene.Server.Story);
        int[] children = [await scene.Child("outputs", "tv"), await scene.Child("inputs", "pattern")];

        await scene.Server.Kill();
        await Eventually.Is(() => !children.Any(pid => Directory.Exists($"/proc/{pid}")),
            () => $"An FFmpeg has outlived its server: {string.Join(", ", children)}");

        await scene.Server.Up();
        foreach (var (kind, id) in ((string, string)[])[("inputs", "cam"), ("inputs", "pattern"), ("outputs", "sibling"), ("outputs", "tv"),
            ("outputs", "pattern-out")])
            await scene.Server.OnAir(kind, id);
        await nginx.ReceivesMore("tv", () => scene.Server.Story);
        await scene.Sibling.SeesMore(2, () => scene.Server.Story);
        (await scene.Server.State("outputs", "off")).Phase.ShouldBe("idle");
    }

    [Fact]
    public async Task Stopped_in_good_order_it_leaves_no_FFmpeg_either()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", "ffmpeg"));
        await nginx.Receives("tv", 100_000, () => scene.Server.Story);
        var child = await scene.Child("outputs", "tv");
        await scene.Server.Stop();

        Directory.Exists($"/proc/{child}").ShouldBeFalse("its FFmpeg is still there");
    }
}
