using System.Text.Json.Nodes;
using StreamActors.EndToEnd.Tests.Peers;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>
/// Failures of native SRT and RTMP. Those of RTMP outputs where the platform is down, stops reading or refuses a key are in the other
/// classes: these outputs are native.
/// </summary>
[Trait("Runs", "long")]
public sealed class NativeFaultSpecs(ITestOutputHelper output) : FaultScenes(output)
{
    private const string Right = "&passphrase=correct-horse-battery";

    [Fact]
    public async Task Ended_by_peer_an_RTMP_output_whose_connection_is_closed_is_connected_again()
    {
        await using var setup = await FaultSetup.Open();
        using var network = new TcpProxy(setup.Keep(await NginxRtmp.Start()).Port);
        await setup.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(setup, "outputs", "tv", "ended-by-peer", "backing-off", Now(network.HangUp), Cured);
    }

    [Fact]
    public async Task Stalled_an_RTMP_input_whose_publisher_is_killed_waits_for_its_return()
    {
        await using var setup = await FaultSetup.Open();
        var port = Ports.Tcp();
        await setup.Server.Input("tv", $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("!key", "sesame"));
        await Ports.Listens(port, () => setup.Server.Story);
        var publisher = setup.Keep(await FfmpegSender.Start($"rtmp://127.0.0.1:{port}/live/sesame"));
        await setup.Server.OnAir("inputs", "tv");
        await Provoke(setup, "inputs", "tv", "stalled", "stalled", publisher.Kill, publisher.Restart);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("ended-by-peer")]
    public async Task An_SRT_destination_that_is_killed_is_called_until_it_is_back(string fault)
    {
        await using var setup = await FaultSetup.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        var peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port);
        await setup.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}");
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(setup, "outputs", "tv", fault, "backing-off", () => peer.Kill(), async () =>
        {
            await peer.DisposeAsync();
            peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port);
        });
        await peer.DisposeAsync();
    }

    [Fact]
    public async Task Stalled_an_SRT_destination_that_hangs_is_called_again()
    {
        await using var setup = await FaultSetup.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        var peer = setup.Keep(await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port));
        await setup.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}");
        await setup.Server.Edit("outputs", "tv", new JsonObject { ["stallAfter"] = "3s" });
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(setup, "outputs", "tv", "stalled", "backing-off", peer.Freeze, peer.Thaw);
    }

    [Fact]
    public async Task Refused_auth_an_SRT_destination_with_another_passphrase_is_called_until_it_has_the_right_one()
    {
        await using var setup = await FaultSetup.Open();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        var peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port, Right);
        await setup.Server.Output("tv", "cam", $"srt://127.0.0.1:{port}", ("!passphrase", "correct-horse-battery"));
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(
            setup, "outputs", "tv", "refused-auth", "backing-off", () => Becomes("&passphrase=another-horse"), () => Becomes(Right));
        await peer.DisposeAsync();

        async Task Becomes(string query)
        {
            await peer.DisposeAsync();
            peer = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port, query);
        }
    }

    [Theory]
    [InlineData("caller")]
    [InlineData("listener")]
    public async Task Ended_by_peer_an_SRT_input_whose_encoder_is_killed_goes_on_with_it(string mode)
    {
        await using var setup = await FaultSetup.Open();
        var port = Ports.Udp();
        FfmpegSender encoder;
        if (mode == "caller")
        {
            encoder = setup.Keep(await FfmpegSender.ListensSrt(port));
            await setup.Server.Input("tv", $"srt://127.0.0.1:{port}");
        }
        else
        {
            await setup.Server.Input("tv", $"srt://127.0.0.1:{port}", ("mode", "listener"));
            await Ports.IsBound(port, () => setup.Server.Story);
            encoder = setup.Keep(await FfmpegSender.CallsSrt(port));
        }
        await setup.Server.OnAir("inputs", "tv");
        await Provoke(setup, "inputs", "tv", "ended-by-peer", "backing-off", encoder.Kill, async () =>
        {
            // As encoders do, it tries again until the port is open.
            await Eventually.Is(async () =>
            {
                if (encoder.HasExited)
                    await encoder.Restart();
                return (await setup.Server.State("inputs", "tv")).Phase == "on-air";
            }, () => encoder.Story + setup.Server.Story);
        });
    }
}
