using System.Collections.Immutable;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Addresses;

/// <summary>A URL as other programs write it is split into address, options and secrets; unsupported parts are refused by name.</summary>
public sealed class AddressSplitSpecs
{
    [Theory]
    [InlineData("srt://h:1?mode=listener&latency=200", true, "srt://h:1", "latency-ms=200 mode=listener")]
    [InlineData("srt://:1?mode=server", true, "srt://:1", "mode=listener")]
    [InlineData("srt://h:1?Mode=caller&pbkeylen=32&passphrase=0123456789", false, "srt://h:1",
        "key-length=32 mode=caller !passphrase=0123456789")]
    [InlineData("srt://h:1?key-length=24&latency-ms=90&passphrase=0123456789", false, "srt://h:1",
        "key-length=24 latency-ms=90 !passphrase=0123456789")]
    [InlineData("srt://h:1?srt_streamid=a%26b&pkt_size=1316&payload_size=1316&transtype=live&passphrase=", false, "srt://h:1",
        "!streamid=a&b")]
    [InlineData("srt://h:1?program=2", false, "srt://h:1", "program=2")]
    [InlineData("srt://h:1?mode=rendezvous&maxbw=1250000", false, "srt://h:1", "max-bandwidth=10000000 mode=rendezvous")]
    [InlineData("srt://h:1?latency=200&latency=200", false, "srt://h:1", "latency-ms=200")]
    [InlineData("udp://@:5004", true, "udp://:5004", "")]
    [InlineData("udp://@239.1.1.1:5004", true, "udp://239.1.1.1:5004", "")]
    [InlineData("rtp://192.0.2.7@239.1.1.1:5004", true, "rtp://239.1.1.1:5004", "sources=192.0.2.7")]
    [InlineData("udp://239.1.1.1:5004?localaddr=192.0.2.1&sources=192.0.2.7,192.0.2.8&buffer_size=1000000&pkt_size=1316", true,
        "udp://239.1.1.1:5004", "interface=192.0.2.1 receive-buffer=1000000 sources=192.0.2.7,192.0.2.8")]
    [InlineData("rtp://:5004?iface=eth1&latency=100", true, "rtp://:5004", "interface=eth1 reorder-ms=100")]
    [InlineData("udp://239.1.1.1:5004?ttl=16&pkt_size=1316&interface=eth1", false, "udp://239.1.1.1:5004", "interface=eth1 ttl=16")]
    [InlineData("file:///a.ts?loop=false", true, "file:///a.ts", "loop=false")]
    [InlineData("file:///a.ts?segment-seconds=60", false, "file:///a.ts", "segment-seconds=60")]
    [InlineData("test://?pattern=bars&size=640x360", true, "test://", "pattern=bars size=640x360")]
    [InlineData("capture:///hw:1,0?driver=alsa", true, "capture:///hw:1,0", "driver=alsa")]
    [InlineData("rtsp://h/cam?channel=1&subtype=0", true, "rtsp://h/cam?channel=1&subtype=0", "")]
    [InlineData("rtsp://h/cam?channel=1&tcp&subtype=%20", true, "rtsp://h/cam?channel=1&subtype=%20", "transport=tcp")]
    [InlineData("rtsp://h/cam?rtsp_transport=udp", true, "rtsp://h/cam", "transport=udp")]
    [InlineData("rtsp://h/cam?transport=udp", false, "rtsp://h/cam", "transport=udp")]
    [InlineData("rtsp://h/cam?transport=unicast&multicast=0&program=3", false, "rtsp://h/cam?transport=unicast&multicast=0&program=3", "")]
    [InlineData("rtsp://h/cam?user=a&password=b&udp", true, "rtsp://h/cam", "transport=udp !query=user=a&password=b")]
    [InlineData("rtsp://h/cam?camToken=abc", true, "rtsp://h/cam", "!query=camToken=abc")]
    [InlineData("rtmp://h/live/studio?token=abc", true, "rtmp://h/live", "!key=studio?token=abc")]
    [InlineData("rtmp://h/live/studio", true, "rtmp://h/live", "!key=studio")]
    [InlineData("rtmps://h/app/inst/studio", true, "rtmps://h/app/inst", "!key=studio")]
    [InlineData("rtmp://h/live", true, "rtmp://h/live", "")]
    [InlineData("rtmp://h/live?token=abc", true, "rtmp://h/live", "!query=token=abc")]
    [InlineData("rtmp://x.rtmp.youtube.com/live2?backup=1/KEY", false, "rtmp://x.rtmp.youtube.com/live2", "!key=KEY !query=backup=1")]
    [InlineData("rtmp://h/live2?backup=1/KEY?x=a/b", false, "rtmp://h/live2", "!key=KEY?x=a/b !query=backup=1")]
    [InlineData("rtmps://h/rtmp/FB-1?s_bl=1&a=T/O", false, "rtmps://h/rtmp", "!key=FB-1?s_bl=1&a=T/O")]
    [InlineData("rtmp://ann:s3cret@h/live/k", false, "rtmp://ann@h/live", "!key=k !password=s3cret")]
    public void A_URL_is_read_as_its_writer_means_it(string pasted, bool isIngest, string url, string said)
    {
        var split = Split(pasted, isIngest);
        split.Faults.ShouldBeEmpty();
        (split.Url, Said(split)).ShouldBe((url, said));
    }

    [Theory]
    [InlineData("srt://h:1?mode=both", true, "one of caller, listener, rendezvous")]
    [InlineData("srt://h:1?latency=200000", true, "microseconds")]
    [InlineData("srt://h:1?rcvlatency=200", true, "'rcvlatency' in the URL: use latency-ms")]
    [InlineData("srt://h:1?peerlatency=200", false, "'peerlatency' in the URL: use latency-ms")]
    [InlineData("srt://h:1?pkt_size=1456", false, "pkt_size=1316")]
    [InlineData("srt://h:1?transtype=file", false, "live is the only one")]
    [InlineData("srt://h:1?adapter=192.0.2.1", false, "srt has no 'adapter' in its URL. It has: latency, latency-ms,")]
    [InlineData("srt://h:1?mode=caller&mode=listener", false, "give it once")]
    [InlineData("srt://h:1?passphrase=0123456789&passphrase=9876543210", false, "give it once")]
    [InlineData("srt://h:1?listener", false, "srt has no 'listener' in its URL")]
    [InlineData("udp://:1?fifo_size=50000", true, "'fifo_size' in the URL: leave it out")]
    [InlineData("udp://:1?overrun_nonfatal=1", true, "'overrun_nonfatal' in the URL: leave it out")]
    [InlineData("udp://:1?reuse=1", true, "'reuse' in the URL: leave it out")]
    [InlineData("udp://:1?ttl=3", true, "'ttl' in the URL: leave it out")]
    [InlineData("udp://:1?buffer_size=10", true, "a whole number from 65536")]
    [InlineData("udp://h:1?pkt_size=188", false, "7 packets")]
    [InlineData("rtp://h:1?sources=192.0.2.1", false, "source filters belong to the receiver")]
    [InlineData("udp://192.0.2.7@239.1.1.1:1?sources=192.0.2.8", true, "give it once")]
    [InlineData("rtsp://h/x?multicast", true, "'multicast' in the URL: leave it out")]
    [InlineData("rtsp://h/x?rtsp_transport=http", true, "one of tcp, udp")]
    [InlineData("rtsp://h/x?tcp&udp", true, "give it once")]
    [InlineData("file:///a.ts?colour=red", true, "file has no 'colour' in its URL. It has: loop.")]
    [InlineData("test://?hue=1", true, "test has no 'hue' in its URL")]
    [InlineData("capture:///dev/video0?fps=5", true, "capture has no 'fps' in its URL")]
    public void What_cannot_be_done_is_refused_by_its_name(string pasted, bool isIngest, string cure)
    {
        var fault = Split(pasted, isIngest).Faults.ShouldHaveSingleItem();
        (fault.Field, fault.Expected.Contains(cure, StringComparison.Ordinal)).ShouldBe(("url", true), fault.Expected);
        fault.Expected.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("srt://h:1?mode=listener", "mode=caller", true)]
    [InlineData("srt://h:1?mode=listener", "mode=listener", false)]
    [InlineData("srt://h:1?passphrase=0123456789", "!passphrase=9876543210", true)]
    [InlineData("srt://h:1?passphrase=0123456789", "!passphrase=0123456789", false)]
    [InlineData("srt://h:1?passphrase=0123456789", "!passphrase=***", true)]
    [InlineData("rtmp://h/app/key?x=1", "!key=other", true)]
    [InlineData("rtmp://h/app/key?x=1", "!key=key?x=1", false)]
    [InlineData("rtmp://h/app/inst", "!key=other", false)]
    [InlineData("rtmp://h/live2?backup=1", "!key=other", false)]
    [InlineData("rtmp://h/live2?backup=1/KEY", "!key=other", true)]
    [InlineData("rtmp://u:one@h/app/k", "!password=two", true)]
    public void Contradicting_parameters_are_refused(string pasted, string beside, bool refused)
    {
        var split = Split(pasted, isIngest: false, beside);
        (split.Faults.Count > 0).ShouldBe(refused, string.Join('\n', split.Faults));
        split.Faults.ShouldAllBe(f => f.Field == "url" && !f.Expected.Contains("0123456789") && !f.Expected.Contains("two"));
    }

    [Theory]
    [InlineData("rtmp://h/live/studio?***")]
    [InlineData("rtsp://h/cam?***")]
    public void A_query_that_is_only_shown_masked_is_no_query(string url)
    {
        Split(url, isIngest: true).Faults.ShouldHaveSingleItem().Expected.ShouldContain("is only a mask");
        Split(url, isIngest: false).Secrets.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("rtmp://h/live/key?token=abc", "rtmp://h/live/key?***")]
    [InlineData("rtsp://h/cam?user=a&password=b", "rtsp://h/cam?***")]
    [InlineData("rtsp://h/cam?api_key=a", "rtsp://h/cam?***")]
    [InlineData("rtsp://h/cam?userPwd=a", "rtsp://h/cam?***")]
    [InlineData("rtsp://h/cam?channel=1", "rtsp://h/cam?channel=1")]
    [InlineData("srt://h:1?latency=200", "srt://h:1?latency=200")]
    public void What_was_stored_with_its_query_shows_no_token(string url, string shown) => Address.Shown(url).ShouldBe(shown);

    [Fact]
    public void A_key_beside_an_application_with_a_path_leaves_the_path_alone()
    {
        var split = Split("rtmp://h/app/inst?backup=1", isIngest: false, "!key=***");
        split.Faults.ShouldHaveSingleItem().Expected.ShouldContain("secret 'key'");
        Split("rtmp://h/app/inst", isIngest: false, "!key=***").Url.ShouldBe("rtmp://h/app/inst");
    }

    [Theory]
    [InlineData("srt://:9000", "mode=listener !streamid=x", "secrets.streamid", "only with mode=caller")]
    [InlineData("srt://h:9000", "key-length=32", "options.key-length", "only with the secret passphrase")]
    [InlineData("udp://192.0.2.1:5004", "interface=eth1", "options.interface", "only with a multicast group")]
    [InlineData("test://bars", "pattern=clock", "options.pattern", "without a pattern in the URL")]
    [InlineData("rtsp://h/x", "!password=x", "secrets.password", "only with a user")]
    [InlineData("http://h/x", "!password=x", "secrets.password", "only with a user")]
    [InlineData("rtmp://h/x", "!password=x", "secrets.password", "only with a user")]
    [InlineData("rtmp://ann@h/x", "", "secrets.password", "the password of the user")]
    [InlineData("rtmp://ann@h/x", "mode=listen !key=k", "url", "no user with mode=listen")]
    public void What_would_have_no_effect_is_refused(string url, string beside, string field, string cure)
    {
        var split = Split(url, isIngest: true, beside);
        var address = new Address(split.Url) { Options = split.Options,
            Secrets = split.Secrets.ToImmutableSortedDictionary(s => s.Key, _ => new SealedSecret(Guid.Empty, "")) };
        var fault = AddressRules.Check(address, isIngest: true).ShouldHaveSingleItem();
        (fault.Field, fault.Expected.Contains(cure, StringComparison.Ordinal)).ShouldBe((field, true), fault.Expected);
    }

    [Theory]
    [InlineData("s3cret", true)]
    [InlineData("p:w&=%41", true)]
    [InlineData("a/b", false)]
    [InlineData("a?b", false)]
    [InlineData("a#b", false)]
    [InlineData("a@b", false)]
    [InlineData("ääääääääääääääääääääääääa", true)]
    [InlineData("ääääääääääääääääääääääääää", false)]
    public void An_RTMP_password_is_one_that_FFmpeg_can_send(string password, bool right) =>
        (AddressRules.CheckSecret("rtmp", false, "password", new Secret(password)) is null).ShouldBe(right);

    private static PlainAddress Split(string url, bool isIngest, string beside = "")
    {
        var pairs = beside.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToList();
        return PlainAddress.Split(
            new PlainAddress(
                url,
                pairs.Where(p => p[0][0] != '!').ToImmutableSortedDictionary(p => p[0], p => p[1]),
                pairs.Where(p => p[0][0] == '!').ToImmutableSortedDictionary(p => p[0][1..], p => new Secret(p[1]))),
            isIngest);
    }

    private static string Said(PlainAddress address) =>
        string.Join(' ',
        address.Options.Select(o => $"{o.Key}={o.Value}").Concat(address.Secrets.Select(s => $"!{s.Key}={s.Value.Reveal()}")));
}
