using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A destination that accepts nothing, or too little: its state says so, and the other output is not affected.</summary>
public sealed class FailingDestinationSpecs
{
    [Fact]
    public async Task A_destination_slower_than_the_stream_is_slow_and_on_air_again_when_it_has_caught_up()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");
        var before = await setup.Incarnation("outputs", "tv");

        network.BytesASecond = 30_000;
        var slow = await setup.Server.Is("outputs", "tv", "slow");
        slow.Reason.ShouldContain("behind");
        slow.Json.GetProperty("figures").GetProperty("backlogSeconds").GetDouble().ShouldBeGreaterThan(1);

        network.BytesASecond = null;
        await setup.Server.OnAir("outputs", "tv");
        (await setup.Incarnation("outputs", "tv")).ShouldBe(before, "nothing was lost yet: the connection stays");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_destination_that_stops_reading_is_stalled_before_the_buffers_of_the_kernel_are_full()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");

        network.BlackHole();
        var moved = default(LiveState);
        await Eventually.Is(
            async () => (moved = await setup.Server.State("outputs", "tv")).Phase is "stalled" or "backing-off",
            () => $"{moved} {setup.Server.Story}");
        moved.Fault.ShouldBe("stalled");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_key_refused_five_times_parks_the_output_and_a_retry_with_a_good_key_goes_on_air()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        var parked = await setup.Server.Is("outputs", "tv", "parked");
        nginx.Validator.Requests.Count.ShouldBe(5, (await setup.Server.Read("timeline")).GetRawText() + setup.Server.Story);
        parked.Reason.ShouldContain("refused");
        parked.Reason.ShouldNotContain("sesame");

        nginx.Validator.Accepts = true;
        await setup.Server.Say("outputs", "tv", "retry");
        await setup.Server.OnAir("outputs", "tv");
        await nginx.Receives("sesame", 100_000, () => setup.Server.Story);
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_key_that_was_good_and_is_refused_is_tried_again_and_again()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        nginx.Validator.Accepts = true;
        await setup.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        await nginx.Receives("sesame", 100_000, () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");
        nginx.Validator.Accepts = false;
        await nginx.Kill();
        await nginx.Restart();
        await Eventually.Is(() => nginx.Validator.Requests.Count > 7, () => setup.Server.Story);
        (await setup.Server.State("outputs", "tv")).Phase.ShouldNotBe("parked");

        nginx.Validator.Accepts = true;
        await setup.Server.OnAir("outputs", "tv");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_wrong_passphrase_is_reported_and_parked()
    {
        await using var setup = await FaultSetup.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port, "&passphrase=correct-horse-battery");
        await setup.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}", ("!passphrase", "wrong-horse-battery"));

        var parked = await setup.Server.Is("outputs", "tv", "parked", timeout: TimeSpan.FromSeconds(90));
        parked.Reason.ShouldContain("passphrase");
        parked.Reason.ShouldNotContain("wrong-horse-battery");
        await setup.SiblingIsUnbroken();
    }
}
