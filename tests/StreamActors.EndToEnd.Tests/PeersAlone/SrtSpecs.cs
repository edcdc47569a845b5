using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.PeersAlone;

public sealed class SrtSpecs
{
    private const string Locked = "&passphrase=correct-horse-battery&streamid=live/one";

    [Fact]
    public async Task Ffmpeg_calls_and_srt_live_transmit_passes_on()
    {
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var transmit = await SrtLiveTransmit.ListensAndPassesOn(
            port, receiver.Port, "&passphrase=correct-horse-battery&latency=2000"); // a busy machine holds a datagram back for long
        await using var sender = await FfmpegSender.CallsSrt(port, Locked);
        await receiver.SeesKeyFrames(2, () => sender.Story + transmit.Story);

        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Fact]
    public async Task Ffmpeg_listens_and_srt_live_transmit_calls()
    {
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var sender = await FfmpegSender.ListensSrt(port);
        await using var transmit = SrtLiveTransmit.CallsAndPassesOn(port, receiver.Port);
        await receiver.SeesKeyFrames(2, () => sender.Story + transmit.Story);
    }

    [Fact]
    public async Task Srt_live_transmit_sends_what_comes_over_UDP()
    {
        using var receiver = new TsReceiver();
        var (from, over) = (Ports.Udp(), Ports.Udp());
        await using var near = await SrtLiveTransmit.ListensAndPassesOn(over, receiver.Port, "&passphrase=correct-horse-battery");
        await using var far = await SrtLiveTransmit.TakesAndCalls(from, over, Locked);
        await using var sender = await FfmpegSender.ToUdp(from);
        await receiver.SeesKeyFrames(2, () => far.Story + near.Story);
    }

    [Fact]
    public async Task A_wrong_passphrase_ends_the_caller()
    {
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var transmit = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port, "&passphrase=correct-horse-battery");
        await using var sender = await FfmpegSender.CallsSrt(port, "&passphrase=wrong-horse-battery");

        (await sender.Ended()).ShouldNotBe(0);
        receiver.FirstAt.ShouldBe(0);
    }

    [Fact]
    public async Task A_cut_cable_is_noticed_by_the_caller()
    {
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var transmit = await SrtLiveTransmit.ListensAndPassesOn(port, receiver.Port);
        using var network = new UdpProxy(port);
        await using var sender = await FfmpegSender.CallsSrt(network.Port);
        await receiver.SeesKeyFrames(2, () => sender.Story + transmit.Story);
        network.LossPercent = 100;

        (await sender.Ended()).ShouldNotBe(0);
    }
}
