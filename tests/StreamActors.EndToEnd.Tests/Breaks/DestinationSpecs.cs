using System.Diagnostics;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A destination breaks in every way it can; it comes back, and its sibling notices nothing.</summary>
public sealed class DestinationSpecs
{
    [Fact]
    public async Task The_FFmpeg_of_an_output_killed_is_started_again()
    {
        await using var scene = await Scene.Open();
        var nginx = await Publish(scene, "tv");
        var before = await scene.Incarnation("outputs", "tv");
        using (var child = Process.GetProcessById(await scene.Child("outputs", "tv")))
            child.Kill();

        await Eventually.Is(async () => await scene.Incarnation("outputs", "tv") > before, () => scene.Server.Story);
        await nginx.ReceivesMore("tv", () => scene.Server.Story);
        await scene.Server.OnAir("outputs", "tv");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_connection_reset_is_made_anew()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await scene.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => scene.Server.Story);
        var before = await scene.Incarnation("outputs", "tv");
        network.Reset();

        await Eventually.Is(async () => await scene.Incarnation("outputs", "tv") > before, () => scene.Server.Story);
        await scene.Server.OnAir("outputs", "tv");
        await nginx.ReceivesMore("tv", () => scene.Server.Story);
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_platform_that_takes_the_connection_and_never_reads_is_no_success()
    {
        await using var scene = await Scene.Open();
        using var silent = new SilentListener();
        await scene.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{silent.Port}/live", ("!key", "tv"));

        var phases = new HashSet<string>();
        await Eventually.Is(
            async () => phases.Add((await scene.Server.State("outputs", "tv")).Phase) && phases.Contains("backing-off"), () => $"only {string.Join(", ", phases)}. {scene.Server.Story}");
        phases.ShouldNotContain("on-air");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_platform_that_falls_silent_after_the_handshake_is_no_wrong_key()
    {
        await using var scene = await Scene.Open();
        using var silent = new SilentListener(shakesHands: true);
        await scene.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{silent.Port}/live", ("!key", "tv"));

        var state = await scene.Server.Is("outputs", "tv", "backing-off");
        state.Fault.ShouldBe("network", state.ToString());
        state.Reason.ShouldContain("did not answer");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_destination_slower_than_the_stream_is_slow_and_on_air_again_when_it_has_caught_up()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await scene.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => scene.Server.Story);
        await scene.Server.OnAir("outputs", "tv");
        var before = await scene.Incarnation("outputs", "tv");

        network.BytesASecond = 30_000;
        var slow = await scene.Server.Is("outputs", "tv", "slow");
        slow.Reason.ShouldContain("behind");
        slow.Json.GetProperty("figures").GetProperty("backlogSeconds").GetDouble().ShouldBeGreaterThan(1);

        network.BytesASecond = null;
        await scene.Server.OnAir("outputs", "tv");
        (await scene.Incarnation("outputs", "tv")).ShouldBe(before, "nothing was lost yet: the connection stays");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_destination_that_stops_reading_is_stalled_before_the_buffers_of_the_kernel_are_full()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await scene.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => scene.Server.Story);
        await scene.Server.OnAir("outputs", "tv");

        network.BlackHole();
        var moved = default(LiveState);
        await Eventually.Is(
            async () => (moved = await scene.Server.State("outputs", "tv")).Phase is "stalled" or "backing-off",
            () => $"{moved} {scene.Server.Story}");
        moved.Fault.ShouldBe("stalled");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_key_refused_five_times_parks_the_output_and_a_retry_with_a_good_key_goes_on_air()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        var parked = await scene.Server.Is("outputs", "tv", "parked");
        nginx.Door.Knocks.Count.ShouldBe(5, (await scene.Server.Read("timeline")).GetRawText() + scene.Server.Story);
        parked.Reason.ShouldContain("refused");
        parked.Reason.ShouldNotContain("sesame");

        nginx.Door.IsOpen = true;
        await scene.Server.Say("outputs", "tv", "retry");
        await scene.Server.OnAir("outputs", "tv");
        await nginx.Receives("sesame", 100_000, () => scene.Server.Story);
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_key_that_was_good_and_is_refused_is_tried_again_and_again()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        nginx.Door.IsOpen = true;
        await scene.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        await nginx.Receives("sesame", 100_000, () => scene.Server.Story);
        await scene.Server.OnAir("outputs", "tv");
        nginx.Door.IsOpen = false;
        await nginx.Kill();
        await nginx.Restart();
        await Eventually.Is(() => nginx.Door.Knocks.Count > 7, () => scene.Server.Story);
        (await scene.Server.State("outputs", "tv")).Phase.ShouldNotBe("parked");

        nginx.Door.IsOpen = true;
        await scene.Server.OnAir("outputs", "tv");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task An_SRT_peer_killed_is_called_again()
    {
        await using var scene = await Scene.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using (var peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port))
        {
            await scene.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}");
            await receiver.SeesKeyFrames(1, () => peer.Story + scene.Server.Story);
        }
        await Eventually.Is(async () => (await scene.Server.State("outputs", "tv")).Phase != "on-air", () => scene.Server.Story);

        await using var next = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port);
        receiver.Forget();
        await receiver.SeesKeyFrames(2, () => next.Story + scene.Server.Story);
        await scene.Server.OnAir("outputs", "tv");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_as_such_and_parked()
    {
        await using var scene = await Scene.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port, "&passphrase=correct-horse-battery");
        await scene.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}", ("!passphrase", "wrong-horse-battery"));

        var parked = await scene.Server.Is("outputs", "tv", "parked", patience: TimeSpan.FromSeconds(90));
        parked.Reason.ShouldContain("passphrase");
        parked.Reason.ShouldNotContain("wrong-horse-battery");
        await scene.SiblingIsUnbroken();
    }

    [Fact]
    public async Task An_output_restarted_stopped_and_started_leaves_its_sibling_alone()
    {
        await using var scene = await Scene.Open();
        using var receiver = new TsReceiver();
        await scene.Server.Output("second", "cam", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(1, () => scene.Server.Story);
        var before = await scene.Incarnation("outputs", "second");
        await scene.Server.Say("outputs", "second", "restart");
        await Eventually.Is(async () => await scene.Incarnation("outputs", "second") > before, () => scene.Server.Story);
        await receiver.SeesMore(1, () => scene.Server.Story);

        await scene.Server.Say("outputs", "second", "stop");
        await scene.Server.Is("outputs", "second", "idle");
        await receiver.FallsSilent(TimeSpan.FromSeconds(1));
        receiver.Forget();
        await scene.Server.Say("outputs", "second", "start");
        await receiver.SeesKeyFrames(2, () => scene.Server.Story);
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
        await scene.Server.Delete("outputs", "second");
        await receiver.FallsSilent(TimeSpan.FromSeconds(1));
        await scene.SiblingIsUnbroken();
    }

    private static async Task<NginxRtmp> Publish(Scene scene, string id)
    {
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Output(id, "cam", nginx.Url("live"), ("!key", id));
        await nginx.Receives(id, 100_000, () => scene.Server.Story);
        await scene.Server.OnAir("outputs", id);
        return nginx;
    }
}
