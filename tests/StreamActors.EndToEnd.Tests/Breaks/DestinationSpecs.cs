using System.Diagnostics;
using System.Text.Json.Nodes;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A destination fails in every possible way and recovers; the other output is not affected.</summary>
public sealed class DestinationSpecs
{
    [Fact]
    public async Task The_FFmpeg_of_an_output_killed_is_started_again()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = await Publish(setup, "tv", "ffmpeg");
        var before = await setup.Incarnation("outputs", "tv");
        using (var child = Process.GetProcessById(await setup.Child("outputs", "tv")))
            child.Kill();

        await Eventually.Is(async () => await setup.Incarnation("outputs", "tv") > before, () => setup.Server.Story);
        await nginx.ReceivesMore("tv", () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_connection_reset_is_made_anew()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await nginx.Receives("tv", 100_000, () => setup.Server.Story);
        var before = await setup.Incarnation("outputs", "tv");
        network.Reset();

        await Eventually.Is(async () => await setup.Incarnation("outputs", "tv") > before, () => setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");
        await nginx.ReceivesMore("tv", () => setup.Server.Story);
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_platform_that_takes_the_connection_and_never_reads_is_no_success()
    {
        await using var setup = await FaultSetup.Open();
        using var silent = new SilentListener();
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{silent.Port}/live", ("!key", "tv"));

        var phases = new HashSet<string>();
        await Eventually.Is(
            async () => phases.Add((await setup.Server.State("outputs", "tv")).Phase) && phases.Contains("backing-off"),
            () => $"only {string.Join(", ", phases)}. {setup.Server.Story}");
        phases.ShouldNotContain("on-air");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task A_platform_that_falls_silent_after_the_handshake_is_no_wrong_key()
    {
        await using var setup = await FaultSetup.Open();
        using var silent = new SilentListener(shakesHands: true);
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{silent.Port}/live", ("!key", "tv"));
        // FFmpeg gives up before the stall time has passed, however busy the machine is.
        await setup.Server.Edit("outputs", "tv", new JsonObject { ["stallAfter"] = "30s" });

        var state = await setup.Server.Is("outputs", "tv", "backing-off");
        state.Fault.ShouldBe("network", state.ToString());
        state.Reason.ShouldContain("did not answer");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task An_SRT_peer_killed_is_called_again()
    {
        await using var setup = await FaultSetup.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using (var peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port))
        {
            await setup.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}");
            await receiver.SeesKeyFrames(1, () => peer.Story + setup.Server.Story);
        }
        await Eventually.Is(async () => (await setup.Server.State("outputs", "tv")).Phase != "on-air", () => setup.Server.Story);

        await using var next = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port);
        receiver.Forget();
        await receiver.SeesKeyFrames(2, () => next.Story + setup.Server.Story);
        await setup.Server.OnAir("outputs", "tv");
        await setup.SiblingIsUnbroken();
    }

    [Fact]
    public async Task An_output_restarted_stopped_and_started_leaves_its_sibling_alone()
    {
        await using var setup = await FaultSetup.Open();
        using var receiver = new TsReceiver();
        await setup.Server.Output("second", "cam", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(1, () => setup.Server.Story);
        var before = await setup.Incarnation("outputs", "second");
        await setup.Server.Say("outputs", "second", "restart");
        await Eventually.Is(async () => await setup.Incarnation("outputs", "second") > before, () => setup.Server.Story);
        await receiver.SeesMore(1, () => setup.Server.Story);

        await setup.Server.Say("outputs", "second", "stop");
        await setup.Server.Is("outputs", "second", "idle");
        await receiver.FallsSilent(TimeSpan.FromSeconds(1));
        receiver.Forget();
        await setup.Server.Say("outputs", "second", "start");
        await receiver.SeesKeyFrames(2, () => setup.Server.Story);
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
        await setup.Server.Delete("outputs", "second");
        await receiver.FallsSilent(TimeSpan.FromSeconds(1));
        await setup.SiblingIsUnbroken();
    }

    private static async Task<NginxRtmp> Publish(FaultSetup setup, string id, string driver = "auto")
    {
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output(id, "cam", nginx.Url("live"), ("!key", id), ("driver", driver));
        await nginx.Receives(id, 100_000, () => setup.Server.Story);
        await setup.Server.OnAir("outputs", id);
        return nginx;
    }
}
