using StreamActors.Domain.Workloads;
using StreamActors.Media.Srt;
using StreamActors.Streaming.Tests.Srt;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Drivers;

public sealed class NativeSrtSpecs() : SrtLifeSpecs("native")
{
    [Fact]
    public async Task A_destination_that_hangs_acknowledges_nothing_and_that_is_a_stall()
    {
        var port = Ports.Udp();
        var peer = Kept(await SrtLiveTransmit.ListensAndPassesOn(port, Receiver.Port));
        await OnAir();
        var output = Output(At($"srt://127.0.0.1:{port}"), stallSeconds: 2);
        output.Commands.Next<MediaAccepted>();
        await peer.Freeze();
        output.Commands.Next<MediaStalled>().Why.ShouldBe("No media has gone out for 2 s.");
    }

    [Fact]
    public async Task A_reader_that_hangs_touches_no_sibling()
    {
        var port = Ports.Udp();
        await OnAir();
        var output = Output(At($"srt://127.0.0.1:{port}", ("mode", "listener")));
        await Ports.IsBound(port, () => "");
        using var second = new TsReceiver();
        Kept(SrtLiveTransmit.CallsAndPassesOn(port, Receiver.Port));
        var slow = Kept(SrtLiveTransmit.CallsAndPassesOn(port, second.Port));
        await Receiver.SeesKeyFrames(2);
        await second.SeesKeyFrames(2);
        await Eventually.Is(() => Figures(Out) is { Links.Count: 2 }, () => $"{Figures(Out)}");
        await slow.Freeze();
        await Eventually.Is(() => Figures(Out) is { Links.Count: 1 }, () => $"{Figures(Out)}");
        await Receiver.SeesMore(2);
        Receiver.Figures.IsClean.ShouldBeTrue(Receiver.Figures.ToString());
        output.Commands.Has<MediaEnded>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_beyond_the_limit_is_refused_with_a_code_and_counted()
    {
        var port = Ports.Udp();
        await OnAir();
        Output(At($"srt://127.0.0.1:{port}", ("mode", "listener")));
        await Ports.IsBound(port, () => "");
        using SrtSocket first = SrtPeer.Calls(port), second = SrtPeer.Calls(port);
        await Eventually.Is(() => Figures(Out) is { Links.Count: 2 }, () => $"{Figures(Out)}");
        SrtPeer.IsRefused(port).ShouldBe("code 1402");
        await Eventually.Is(() => Figures(Out) is { RefusedPeers: 1, Links.Count: 2 }, () => $"{Figures(Out)}");
        first.Dispose();
        await Eventually.Is(() => Figures(Out) is { Links.Count: 1 }, () => $"{Figures(Out)}");
        using var third = SrtPeer.Calls(port);
    }

    [Fact]
    public Task What_the_network_loses_is_sent_again_and_counted() => IsSentAgain(latency: 1000, keyFrames: 2);

    [Fact]
    [Trait("Runs", "long")]
    public async Task Ten_minutes_of_loss_damage_nothing_with_a_latency_of_200_ms()
    {
        // Only where nothing else runs: a busy machine holds packets back for longer than that.
        (await IsSentAgain(latency: 200, keyFrames: 600)).Dropped.ShouldBe(0);
        Receiver.Figures.IsClean.ShouldBeTrue($"{Receiver.Figures} {Figures(Out)}");
    }

    [Fact]
    public async Task Both_sides_of_a_rendezvous_find_each_other()
    {
        var port = Ports.Udp();
        await OnAir();
        var output = Output(At($"srt://127.0.0.2:{port}", ("mode", "rendezvous"), ("!passphrase", Right)));
        Kept(SrtLiveTransmit.Meets($"127.0.0.1:{port}", "127.0.0.2", Receiver.Port, $"&passphrase={Right}"));
        output.Commands.Next<MediaAccepted>();
        await Receiver.SeesKeyFrames(2);
        Receiver.Figures.IsClean.ShouldBeTrue(Receiver.Figures.ToString());
    }

    [Fact]
    public async Task Without_a_choice_it_is_native()
    {
        var port = Ports.Udp();
        Kept(await FfmpegSender.ListensSrt(port));
        var input = Input(new Domain.Addresses.Address($"srt://127.0.0.1:{port}"));
        input.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Figures(In) is { Driver: "native", Links: [{ Lost: 0 }] }, () => $"{Figures(In)}");
    }

    private async Task<LinkFigures> IsSentAgain(int latency, int keyFrames)
    {
        var port = Ports.Udp();
        using var network = new UdpProxy(port) { LossPercent = 1 };
        Kept(await SrtLiveTransmit.ListensAndPassesOn(port, Receiver.Port));
        await OnAir();
        Output(At($"srt://127.0.0.1:{network.Port}", ("latency-ms", $"{latency}"))).Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Figures(Out) is { Links: [{ Retransmitted: > 5 }] }, () => $"{Figures(Out)}");
        await Receiver.SeesKeyFrames(keyFrames, timeout: TimeSpan.FromSeconds(60 + keyFrames * 2));
        var link = Figures(Out)!.Links.ShouldHaveSingleItem();
        (link.Peer, link.LatencyMs).ShouldBe(($"127.0.0.1:{network.Port}", latency));
        link.RoundTripMs.ShouldBeGreaterThan(0);
        network.Dropped.ShouldBePositive();
        return link;
    }
}
