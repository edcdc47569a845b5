using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>The server itself is killed with -9.</summary>
public sealed class ServerDeathSpecs
{
    [Fact]
    public async Task After_a_kill_no_FFmpeg_is_left_and_a_restart_puts_everything_on_air()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", "ffmpeg"));
        await setup.Server.Input("pattern", "test://", ("size", "640x360"), ("bitrate", "800000"));
        using var viewer = new TsReceiver();
        await setup.Server.Output("pattern-out", "pattern", $"udp://127.0.0.1:{viewer.Port}");
        await setup.Server.Output("off", "cam", "udp://127.0.0.1:9");
        await setup.Server.Say("outputs", "off", "stop");
        await nginx.Receives("tv", 100_000, () => setup.Server.Story);
        await viewer.SeesKeyFrames(1, () => setup.Server.Story);
        int[] children = [await setup.Child("outputs", "tv"), await setup.Child("inputs", "pattern")];

        await setup.Server.Kill();
        await Eventually.Is(() => !children.Any(pid => Directory.Exists($"/proc/{pid}")),
            () => $"An FFmpeg has outlived its server: {string.Join(", ", children)}");

        await setup.Server.Up();
        foreach (var (kind, id) in ((string, string)[])[("inputs", "cam"), ("inputs", "pattern"), ("outputs", "sibling"), ("outputs", "tv"),
            ("outputs", "pattern-out")])
            await setup.Server.OnAir(kind, id);
        await nginx.ReceivesMore("tv", () => setup.Server.Story);
        await setup.Sibling.SeesMore(2, () => setup.Server.Story);
        (await setup.Server.State("outputs", "off")).Phase.ShouldBe("idle");
    }

    [Fact]
    public async Task Stopped_in_good_order_it_leaves_no_FFmpeg_either()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", "ffmpeg"));
        await nginx.Receives("tv", 100_000, () => setup.Server.Story);
        var child = await setup.Child("outputs", "tv");
        await setup.Server.Stop();

        await Eventually.Is(() => !Directory.Exists($"/proc/{child}"), () => "its FFmpeg is still there");
    }
}
