using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A source fails; its input recovers, and the outputs wait for it without spending a retry.</summary>
public sealed class SourceSpecs
{
    [Theory]
    [InlineData("ffmpeg")]
    [InlineData("native")]
    public async Task An_encoder_killed_and_started_again_goes_on_at_every_output_with_times_that_rise(string driver)
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", driver));
        await nginx.Receives("tv", 100_000, () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");
        var isFfmpeg = driver == "ffmpeg";
        var (tv, child) = (await setup.Incarnation("outputs", "tv"), isFfmpeg ? await setup.Child("outputs", "tv") : 0);

        await setup.Camera.Kill();
        await setup.Sibling.FallsSilent(TimeSpan.FromSeconds(3));
        await setup.Camera.Restart();
        await nginx.ReceivesMore("tv", () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");

        // The platform is still connected: the same FFmpeg continues.
        (await setup.Incarnation("outputs", "tv"), isFfmpeg ? await setup.Child("outputs", "tv") : 0).ShouldBe((tv, child));
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task An_input_that_loses_packets_ends_none_of_its_outputs()
    {
        await using var server = await OnAirServer.Start();
        await using var nginx = await NginxRtmp.Start();
        using var sibling = new TsReceiver();
        var port = Ports.Udp();
        using var network = new UdpProxy(port);
        await using var camera = await FfmpegSender.ToUdp(network.Port);
        await server.Input("cam", $"udp://127.0.0.1:{port}");
        await server.Output("sibling", "cam", $"udp://127.0.0.1:{sibling.Port}");
        await server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => server.Story);
        var before = (await server.OnAir("outputs", "tv")).Incarnation;

        network.LossPercent = 3;
        await Eventually.Is(() => network.Dropped > 120, () => server.Story, TimeSpan.FromSeconds(120));
        await nginx.ReceivesMore("tv", () => server.Story);
        (await server.OnAir("outputs", "tv")).Incarnation.ShouldBe(before);
        (await server.State("outputs", "sibling")).Json.GetProperty("figures").GetProperty("lostPackets").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task After_a_long_absence_native_outputs_go_on_by_themselves_with_times_that_rise()
    {
        await using var setup = await FaultSetup.Open();
        await setup.Camera.Kill();
        await setup.Server.Is("outputs", "sibling", "waiting", timeout: TimeSpan.FromSeconds(60));
        await Eventually.Is(async () => (await setup.Server.State("inputs", "cam")).Phase != "on-air", () => setup.Server.Story);
        await setup.Camera.Restart();
        await setup.Sibling.SeesMore(1, () => setup.Server.Story);

        (await setup.Server.OnAir("outputs", "sibling")).Reason.ShouldBeEmpty();
        setup.Sibling.Figures.IsClean.ShouldBeTrue(setup.Sibling.Figures.ToString());
    }

    [Fact]
    public async Task An_encoder_that_hangs_is_stalled_and_not_on_air()
    {
        await using var setup = await FaultSetup.Open();
        await setup.Camera.Freeze();
        var state = default(LiveState);
        await Eventually.Is(async () => (state = await setup.Server.State("inputs", "cam")).Phase is "stalled" or "backing-off",
            () => $"{state} {setup.Server.Story}");
        state.Reason.ShouldNotBeEmpty();

        await setup.Camera.Thaw();
        await setup.Server.OnAir("inputs", "cam");
        await setup.SiblingIsUnbroken();
    }
}
