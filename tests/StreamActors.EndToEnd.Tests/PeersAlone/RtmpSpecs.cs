using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.PeersAlone;

public sealed class RtmpSpecs
{
    [Fact]
    public async Task Nginx_takes_records_and_plays_what_is_published()
    {
        await using var nginx = await NginxRtmp.Start();
        await using var sender = await FfmpegSender.Start($"{nginx.Url("live")}/one");
        await nginx.Receives("one", 200_000, () => sender.Story);

        using var receiver = new TsReceiver();
        await using var viewer = FfmpegReceiver.Start($"{nginx.Url("live")}/one", FfmpegReceiver.Udp(receiver.Port));
        await receiver.SeesKeyFrames(2, () => viewer.Story);
    }

    [Fact]
    public async Task Nginx_turns_a_bad_key_away_until_it_is_good()
    {
        await using var nginx = await NginxRtmp.Start();
        await using var sender = await FfmpegSender.Start($"{nginx.Url("asks")}/two");
        (await sender.Ended()).ShouldNotBe(0);
        nginx.Validator.Requests.Count.ShouldBe(1);
        nginx.Received("two").ShouldBe(0);

        nginx.Validator.Accepts = true;
        await sender.Restart();
        await nginx.Receives("two", 100_000, () => sender.Story);
    }

    [Fact]
    public async Task Nginx_lets_nobody_publish_where_it_is_closed()
    {
        await using var nginx = await NginxRtmp.Start();
        await using var sender = await FfmpegSender.Start($"{nginx.Url("closed")}/three");

        (await sender.Ended()).ShouldNotBe(0);
    }

    [Fact]
    public async Task Killed_and_started_again_nginx_takes_the_key_again()
    {
        await using var nginx = await NginxRtmp.Start();
        await using var sender = await FfmpegSender.Start($"{nginx.Url("live")}/four");
        await nginx.Receives("four", 100_000, () => sender.Story);
        await nginx.Kill();
        (await sender.Ended()).ShouldNotBe(0);
        await nginx.Restart();
        await sender.Restart();
        await nginx.ReceivesMore("four", () => sender.Story);
    }

    [Fact]
    public async Task A_bad_network_delays_goes_half_open_resets_refuses_and_heals()
    {
        await using var nginx = await NginxRtmp.Start();
        using var network = new TcpProxy(nginx.Port) { Delay = TimeSpan.FromMilliseconds(20) };
        await using var sender = await FfmpegSender.Start($"rtmp://127.0.0.1:{network.Port}/live/five");
        await nginx.Receives("five", 100_000, () => sender.Story);

        network.BlackHole();
        await Eventually.Is(async () => await IsStill(nginx), () => "bytes still pass the hole");
        network.Heal();
        await nginx.ReceivesMore("five", () => sender.Story);

        network.Reset();
        (await sender.Ended()).ShouldNotBe(0);
        network.Refuse();
        await sender.Restart();
        (await sender.Ended()).ShouldNotBe(0);
        sender.Story.ShouldContain("refused");
        network.Open();
        await sender.Restart();
        await nginx.ReceivesMore("five", () => sender.Story);
    }

    [Fact]
    public async Task A_listener_that_reads_nothing_holds_a_publisher_for_ever()
    {
        using var silent = new SilentListener();
        await using var sender = await FfmpegSender.Start($"rtmp://127.0.0.1:{silent.Port}/live/six");
        await Eventually.Is(() => silent.Connections == 1, () => sender.Story);

        sender.HasExited.ShouldBeFalse();
        sender.Story.ShouldNotContain("out_time=00:00:0");
    }

    private static async Task<bool> IsStill(NginxRtmp nginx)
    {
        var before = nginx.Received("five");
        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(400));
        await moment.WaitForNextTickAsync();
        return nginx.Received("five") == before;
    }
}
