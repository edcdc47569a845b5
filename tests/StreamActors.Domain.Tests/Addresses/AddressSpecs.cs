using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Addresses;

public sealed class AddressSpecs
{
    private static Address At(string url, params (string Name, string Value)[] options) =>
        new(url) { Options = options.ToImmutableSortedDictionary(o => o.Name, o => o.Value) };

    private static Address Keyed(string url) =>
        At(url) with { Secrets = ImmutableSortedDictionary<string, SealedSecret>.Empty.Add("key", new SealedSecret(Guid.Empty, "sealed")) };

    [Theory]
    [InlineData("udp://:5004")]
    [InlineData("udp://239.1.2.3:5004")]
    [InlineData("udp://[ff3e::4321:1234]:5004")]
    [InlineData("rtp://[::]:5004")]
    [InlineData("srt://192.0.2.7:9000")]
    [InlineData("rtmp://origin.example/live/studio")]
    [InlineData("rtsp://viewer@camera.example:554/axis-media/media.amp?videocodec=h264")]
    [InlineData("https://cdn.example/live/master.m3u8?token=a%20b")]
    [InlineData("http://[2001:db8::7]:8080/stream.ts")]
    [InlineData("file:///media/loop.ts")]
    [InlineData("test://")]
    [InlineData("test://bars")]
    [InlineData("capture:///dev/video0")]
    public void These_are_inputs(string url) => AddressRules.Check(At(url), isIngest: true).ShouldBeEmpty();

    [Theory]
    [InlineData("udp://192.0.2.1:5004")]
    [InlineData("rtp://239.1.2.3:5004")]
    [InlineData("udp://[2001:db8::1]:5004")]
    [InlineData("srt://ingest.example:9000")]
    [InlineData("rtsp://server.example/live/one")]
    [InlineData("file:///recordings/studio.ts")]
    public void These_are_outputs(string url) => AddressRules.Check(At(url), isIngest: false).ShouldBeEmpty();

    [Fact]
    public void A_driver_can_be_chosen_where_there_are_two()
    {
        foreach (var driver in (string[])["auto", "native", "ffmpeg"])
            AddressRules.Check(At("srt://host:9000", ("driver", driver)), isIngest: true).ShouldBeEmpty(driver);
        AddressRules.Check(At("srt://host:9000", ("driver", "vlc")), isIngest: true).ShouldHaveSingleItem()
            .Field.ShouldBe("options.driver");
        AddressRules.Check(At("udp://host:9000", ("driver", "native")), isIngest: false).ShouldHaveSingleItem()
            .Field.ShouldBe("options.driver");
        AddressRules.Check(At("srt://host:9000", ("program", "2")), isIngest: false).ShouldBeEmpty();
        AddressRules.Check(At("srt://host:9000", ("program", "2"), ("driver", "native")), isIngest: false).ShouldHaveSingleItem()
            .Expected.ShouldContain("driver=native");
    }

    [Theory]
    [InlineData("udp://", "a port")]
    [InlineData("udp://:0", "a port from 1 to 65535")]
    [InlineData("udp://:65536", "a port from 1 to 65535")]
    [InlineData("udp://:5o04", "a port from 1 to 65535")]
    [InlineData("udp://256.1.1.1:5004", "four numbers")]
    [InlineData("udp://1.2.3:5004", "four numbers")]
    [InlineData("udp://010.0.0.1:5004", "four numbers")]
    [InlineData("udp://[fe80::x]:5004", "IPv6")]
    [InlineData("udp://ho st:5004", "no spaces")]
    [InlineData("udp://host_-:5004", "a host name")]
    [InlineData("udp://255.255.255.255:5004", "not the broadcast address")]
    [InlineData("gopher://host:70", "a protocol among")]
    [InlineData("just words", "no spaces")]
    [InlineData("words", "protocol://host:port/path")]
    [InlineData("http://host/%zz", "hexadecimal")]
    [InlineData("http://host/a%00b", "no control characters")]
    [InlineData("http://host/a%1Bb", "no control characters")]
    [InlineData("srt://host:1/%1b", "no control characters")]
    [InlineData("rtmp://u%0a@host/live", "no control characters")]
    [InlineData("http://host/?a=%7F", "no control characters")]
    [InlineData("http://host/a\u0085b", "no spaces")]
    [InlineData("http://host/a\u202eb", "reading direction")]
    [InlineData("http://host/a\u2066b", "reading direction")]
    [InlineData("http://host/a\u200bb", "reading direction")]
    [InlineData("http://host/a#b", "%23")]
    [InlineData("srt://:9000", "mode=listener")]
    [InlineData("srt://239.1.1.1:9000", "no multicast")]
    [InlineData("file:///media/../../etc/passwd", "stays in its folder")]
    [InlineData("file:///media/%2e%2e/x", "stays in its folder")]
    [InlineData("rtsp://viewer:secret@camera.example/x", "the secret 'password'")]
    [InlineData("srt://host:9000?passphrase=0123456789", "the secret 'passphrase'")]
    [InlineData("udp://user@host:5004", "no user")]
    [InlineData("udp://:5004/studio", "no path")]
    [InlineData("srt://host:9000/studio", "no path")]
    [InlineData("test:///bars", "no path")]
    [InlineData("test://snow", "test://PATTERN with one of clock, bars")]
    [InlineData("test://bars:80", "test://PATTERN")]
    [InlineData("file://server/media/loop.ts", "no host: file:///PATH")]
    [InlineData("capture://server/dev/video0", "no host: capture:///dev/videoN")]
    [InlineData("rtsp://@camera.example/x", "a user before the '@'")]
    [InlineData("rtmp://a%3Ab@host/live", "a user of 1 to 49 bytes")]
    [InlineData("rtmp://a%26b@host/live", "a user of 1 to 49 bytes")]
    public void These_are_refused_and_the_cure_is_named(string url, string cure) =>
        AddressRules.Check(At(url), isIngest: true).ShouldContain(f => f.Field == "url" && f.Expected.Contains(cure));

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        AddressRules.Check(At("srt://host", ("latency-ms", "9"), ("colour", "red")), isIngest: false).Select(f => f.Field)
            .ShouldBe(["url", "options.colour", "options.latency-ms"], ignoreOrder: true);

    [Fact]
    public void A_platform_without_its_key_is_refused() =>
        AddressRules.Check(At("rtmp://live.example/app"), isIngest: false).ShouldHaveSingleItem().Field.ShouldBe("secrets.key");

    [Fact]
    public void A_platform_with_its_key_is_an_output() =>
    AddressRules.Check(Keyed("rtmps://live.example:443/app"), isIngest: false).ShouldBeEmpty();

    [Theory]
    [InlineData("https://cdn.example/live/a.m3u8?token=a%20b&password=c", "https://cdn.example/live/a.m3u8", "token=a%20b&password=c")]
    [InlineData("http://cdn.example?x", "http://cdn.example", "x")]
    public void The_query_of_an_HTTP_source_is_a_secret_as_a_whole(string pasted, string url, string query)
    {
        var split = PlainAddress.Split(
            new(pasted, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, Secret>.Empty), isIngest: true);
        (split.Url, split.Secrets["query"].Reveal(), split.Secrets.Count).ShouldBe((url, query, 1));
        Address.Shown(pasted).ShouldBe($"{url}?***");
        Address.WithoutQuery(pasted).ShouldBe((url, query));
        var both = new Address(pasted) {
            Secrets = ImmutableSortedDictionary<string, SealedSecret>.Empty.Add("query", new SealedSecret(Guid.Empty, "")) };
        AddressRules.Check(both, isIngest: true).ShouldHaveSingleItem().Expected.ShouldContain("the secret 'query'");
    }

    [Theory]
    [InlineData("Authorization: Bearer abc", true)]
    [InlineData("Authorization: Bearer abc\r\nX-Site:7\n", true)]
    [InlineData("Authorization", false)]
    [InlineData("X: 1\nx: 2", false)]
    [InlineData("X: a\tb", false)]
    [InlineData("", false)]
    public void Headers_stand_one_a_line_and_each_name_once(string headers, bool right) =>
        (AddressRules.CheckSecret("https", true, "headers", new Secret(headers)) is null).ShouldBe(right);

    [Theory]
    [InlineData("token=a%2Fb&x", true)]
    [InlineData("token=a b", false)]
    [InlineData("token=%zz", false)]
    [InlineData("a#b", false)]
    public void A_query_has_no_blanks_and_sound_escapes(string query, bool right) =>
        (AddressRules.CheckSecret("http", true, "query", new Secret(query)) is null).ShouldBe(right);

    [Fact]
    public void An_srt_passphrase_has_10_to_79_characters_and_is_never_repeated()
    {
        var fault = AddressRules.CheckSecret("srt", false, "passphrase", new Secret("short")).ShouldNotBeNull();
        (fault.Value, fault.Expected).ShouldBe((Secret.Mask, "10 to 79 characters"));
        AddressRules.CheckSecret("srt", false, "passphrase", new Secret("long enough by far")).ShouldBeNull();
    }

    [Theory]
    [InlineData("rtmp://live.example/app/live_123_abc", "rtmp://live.example/app", "key", "live_123_abc")]
    [InlineData("rtmps://live.example:443/rtmp/FB-1?s_bl=1&a=TOKEN", "rtmps://live.example:443/rtmp", "key", "FB-1?s_bl=1&a=TOKEN")]
    [InlineData("rtmp://live.example/app/a%2Fb%3Fc%26d", "rtmp://live.example/app", "key", "a/b?c&d")]
    [InlineData("srt://host:9000?latency=200&passphrase=0123456789", "srt://host:9000", "passphrase", "0123456789")]
    [InlineData("srt://host:9000?streamid=%23!::r=live/x,m=publish", "srt://host:9000", "streamid", "#!::r=live/x,m=publish")]
    [InlineData("rtsp://ada:p%40ss@host/live", "rtsp://ada@host/live", "password", "p@ss")]
    public void What_is_secret_in_a_pasted_URL_is_taken_out_of_it(string pasted, string url, string name, string clear)
    {
        var split = PlainAddress.Split(
            new(pasted, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, Secret>.Empty), isIngest: false);
        split.Url.ShouldBe(url);
        split.Secrets[name].Reveal().ShouldBe(clear);
    }

    [Theory]
    [InlineData("rtmp://live.example:99999/app/live_key_123")]
    [InlineData("srt://host:x?passphrase=live_key_123")]
    [InlineData("rtsp://ada:live_key_123@ho st/x")]
    [InlineData("live_key_123")]
    public void A_refusal_does_not_repeat_what_may_be_a_key(string url) =>
        AddressRules.Check(At(url), isIngest: false).ShouldAllBe(f => f.Value == null || !f.Value.Contains("live_key_123"));

    [Fact]
    public void No_text_whatever_breaks_the_rules_or_the_split() =>
        Prop.ForAll(
            Gen.Elements("", "udp://", "srt://", "rtmp://", "file://", "http://[", "rtsp://a:b@")
                .SelectMany(start => ArbMap.Default.GeneratorFor<string>().Select(text => start + text)).ToArbitrary(),
            url =>
            {
                AddressRules.Check(At(url), isIngest: true);
                var split = PlainAddress.Split(new(url, ImmutableSortedDictionary<string, string>.Empty,
                    ImmutableSortedDictionary<string, Secret>.Empty), isIngest: false);
                AddressRules.Check(At(split.Url), isIngest: false);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Addresses_are_the_same_by_content() => At("udp://:1", ("ttl", "3")).ShouldBe(At("udp://:1", ("ttl", "3")));
}
