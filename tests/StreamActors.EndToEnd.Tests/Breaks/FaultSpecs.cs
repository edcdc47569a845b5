using System.Text.Json.Nodes;
using StreamActors.EndToEnd.Tests.Peers;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>Failures that a peer causes.</summary>
public sealed class FaultSpecs(ITestOutputHelper output) : FaultScenes(output)
{
    [Fact]
    public async Task Network_a_platform_that_is_down_is_asked_again_until_it_is_back()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = await Publish(setup);
        await Provoke(setup, "outputs", "tv", "network", "backing-off", nginx.Kill, nginx.Restart);
    }

    [Fact]
    public async Task Ended_by_peer_a_stream_that_ends_is_asked_for_again()
    {
        await using var setup = await FaultSetup.Open();
        using var network = await Pull(setup);
        await Provoke(setup, "inputs", "tv", "ended-by-peer", "backing-off", Now(network.HangUp), Cured);
    }

    [Fact]
    public async Task Stalled_a_platform_that_stops_reading_is_called_again()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await setup.Server.Edit("outputs", "tv", new JsonObject { ["stallAfter"] = "3s" });
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(setup, "outputs", "tv", "stalled", "backing-off", Now(network.BlackHole), Now(() =>
        {
            network.Reset();
            network.Heal();
        }));
    }

    [Fact]
    public async Task Not_found_a_playlist_that_is_not_there_is_asked_for_again()
    {
        await using var setup = await FaultSetup.Open();
        var origin = setup.Keep(await HttpOrigin.Start(hls: true));
        await setup.Server.Input("tv", origin.Playlist);
        await setup.Server.OnAir("inputs", "tv");
        await Provoke(
            setup, "inputs", "tv", "not-found", "backing-off",
            async () =>
            {
                origin.Refusal = 404;
                await Kill(setup, "inputs");
            },
            Now(() => origin.Refusal = null));
    }

    [Fact]
    public async Task Not_found_a_destination_that_is_not_there_is_parked_after_five_times_until_it_is_edited()
    {
        await using var setup = await FaultSetup.Open();
        var camera = setup.Keep(await RtspServer.Start());
        await setup.Server.Output("tv", "cam", camera.Inlet);
        await setup.Server.OnAir("outputs", "tv");
        // Refusals by an address that was on air before are retried for ten minutes: this one never was.
        await Provoke(setup, "outputs", "tv", "not-found", "parked", () => Goes(setup, $"rtsp://127.0.0.1:{camera.Port}/nowhere"),
            () => Goes(setup, camera.Inlet));
    }
}
