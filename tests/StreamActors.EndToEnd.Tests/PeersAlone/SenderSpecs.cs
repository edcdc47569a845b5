using System.Net;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.PeersAlone;

/// <summary>The peers among themselves, without the server: a failure here is not the server's fault.</summary>
public sealed class SenderSpecs
{
    [Fact]
    public async Task What_ffmpeg_sends_over_UDP_is_seen_whole()
    {
        using var receiver = new TsReceiver();
        await using var sender = await FfmpegSender.ToUdp(receiver.Port);
        await receiver.SeesKeyFrames(3, () => sender.Story);

        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
        receiver.Figures.Leaps.ShouldBe(0);
    }

    [Fact]
    public async Task What_ffmpeg_sends_as_RTP_is_seen_whole()
    {
        using var receiver = new TsReceiver(Ports.UdpRow(2), rtp: true);
        await using var sender = await FfmpegSender.ToRtp(receiver.Port);
        await receiver.SeesKeyFrames(2, () => sender.Story);

        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Fact]
    public async Task What_ffmpeg_sends_to_a_group_is_seen_by_everybody_who_joined()
    {
        var group = IPAddress.Parse("239.255.42.42");
        using var first = new TsReceiver(group: group);
        using var second = new TsReceiver(first.Port, group);
        await using var sender = await FfmpegSender.Start($"udp://{group}:{first.Port}?pkt_size=1316&localaddr=127.0.0.1");
        await first.SeesKeyFrames(2, () => sender.Story);
        await second.SeesKeyFrames(2, () => sender.Story);

        first.Figures.IsClean.ShouldBeTrue(first.Figures.ToString());
    }

    [Fact]
    public async Task A_sender_frozen_is_silent_and_thawed_it_goes_on_without_a_gap()
    {
        using var receiver = new TsReceiver();
        await using var sender = await FfmpegSender.ToUdp(receiver.Port);
        await receiver.SeesKeyFrames(1, () => sender.Story);
        await sender.Freeze();
        await receiver.FallsSilent(TimeSpan.FromMilliseconds(500));
        await sender.Thaw();
        await receiver.SeesMore(2, () => sender.Story);

        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Fact]
    public async Task A_sender_started_again_breaks_its_counters_and_a_receiver_sees_that()
    {
        using var receiver = new TsReceiver();
        await using var sender = await FfmpegSender.ToUdp(receiver.Port);
        await receiver.SeesKeyFrames(2, () => sender.Story);
        await sender.Kill();
        await sender.Restart();
        await receiver.SeesMore(1, () => sender.Story);

        receiver.Figures.StepsBack.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_third_of_the_datagrams_lost_is_seen_as_such()
    {
        using var receiver = new TsReceiver();
        using var network = new UdpProxy(receiver.Port) { LossPercent = 33 };
        await using var sender = await FfmpegSender.ToUdp(network.Port);
        await receiver.Sees(f => f.ContinuityErrors > 10, "losses", () => sender.Story);

        network.LossPercent = 0;
        network.Delay = TimeSpan.FromMilliseconds(150);
        await receiver.SeesMore(5, () => sender.Story); // what stood around a lost one has passed
        receiver.Forget();
        await receiver.SeesKeyFrames(2, () => sender.Story);
        network.Dropped.ShouldBeGreaterThan(0);
        receiver.Figures.IsClean.ShouldBeTrue($"late, but whole: {receiver.Figures}");
    }
}
