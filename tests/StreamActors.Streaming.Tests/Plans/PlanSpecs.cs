using System.Collections.Immutable;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming.Tests.Plans;

/// <summary>From a stored address to the settings of a driver.</summary>
public sealed class PlanSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sa-media-").FullName;
    private readonly PlainVault _vault = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task An_rtmp_key_is_taken_from_the_secret_and_stands_in_no_url()
    {
        var target = (RtmpTarget)Targets.Of(await Open("rtmp://live.example/app", secrets: ("key", "k?y=1&z")), Folder, default);
        target.Address.ShouldBe(new RtmpAddress(new HostPort("live.example", 1935), "app", new Secret("k?y=1&z")));
    }

    [Fact]
    public async Task The_last_part_of_an_rtmp_pull_is_its_stream()
    {
        var source = (RtmpSource)Sources.Of(await Open("rtmp://live.example:1936/app/inst/cam%201"), Folder, capture: false);
        source.Address.ShouldBe(new RtmpAddress(new HostPort("live.example", 1936), "app/inst", new Secret("cam 1")));
        source.Listen.ShouldBeFalse();
    }

    [Theory]
    [InlineData("rtmp://ann@live.example/app", "s3cret", "rtmp://ann:s3cret@live.example:1935/app")]
    [InlineData("rtmp://evil.example%2F@live.example/app", "s3cret", "rtmp://live.example:1935/app")]
    [InlineData("rtmp://ann@live.example/app", "s3cret@evil.example/", "rtmp://live.example:1935/app")]
    public async Task User_and_password_of_rtmp_stand_in_the_URL_and_make_no_other_of_it(string url, string password, string told)
    {
        var target = Targets.Of(await Open(url, [], [("key", "abc"), ("password", password)]), Folder, default);
        target.Plan(FfmpegVersion.Oldest).Arguments[^1].ShouldBe(told);
    }

    [Fact]
    public async Task Application_and_key_of_rtmp_have_a_query_each()
    {
        var source = (RtmpSource)Sources.Of(await Open("rtmp://live.example/live2", [], [("key", "KEY?x=1"), ("query", "backup=1")]),
            Folder, capture: false);
        (source.Address.Application, source.Address.Key!.Reveal()).ShouldBe(("live2?backup=1", "KEY?x=1"));
        source = (RtmpSource)Sources.Of(await Open("rtmp://live.example/app/studio?token=abc"), Folder, capture: false);
        (source.Address.Application, source.Address.Key!.Reveal()).ShouldBe(("app", "studio?token=abc"), "stored before");
    }

    [Fact]
    public async Task An_rtmp_listener_without_a_host_listens_everywhere_and_takes_the_path_as_application()
    {
        var source = (RtmpSource)Sources.Of(await Open("rtmp://:1940/live", options: ("mode", "listen"), secrets: ("key", "abc")), Folder,
            capture: false);
        (source.Listen, source.Address.Host, source.Address.Application).ShouldBe((true, new HostPort("0.0.0.0", 1940), "live"));
    }

    [Fact]
    public async Task An_srt_listener_without_a_host_listens_everywhere()
    {
        var source =
            (SrtSource)Sources.Of(await Open("srt://:9000", options: ("mode", "listener"), secrets: ("passphrase", "correct horse")),
            Folder, capture: false);
        (source.Mode, source.Address).ShouldBe((SrtMode.Listener, new HostPort("0.0.0.0", 9000)));
        source.Passphrase!.Reveal().ShouldBe("correct horse");
    }

    [Fact]
    public async Task An_srt_destination_is_called_with_its_latency()
    {
        var target = (SrtTarget)Targets.Of(await Open("srt://[2001:db8::1]:9000", options: ("latency-ms", "200")), Folder, default);
        (target.Mode, target.Address.ToString(), target.Latency).ShouldBe(
            (SrtMode.Caller, "[2001:db8::1]:9000", TimeSpan.FromMilliseconds(200)));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("ffmpeg")]
    [InlineData(null)]
    public async Task Where_no_native_driver_exists_ffmpeg_runs_by_itself_and_when_named(string? driver) =>
        DriverChoice.Of(await Open("rtsp://h/a", driver is null ? default : ("driver", driver)), Workload).ShouldBe(NativeDriver.None);

    [Fact]
    public async Task A_native_driver_that_does_not_exist_is_refused_with_the_cure()
    {
        var address = await Open("rtsp://h/a", options: ("driver", "native"));
        var end = Should.Throw<NotStartedException>(() => DriverChoice.Of(address, Workload)).End;
        end.ShouldBe(new DriverEnd(ErrorClass.BadUrl, "driver=native: rtsp runs with FFmpeg only. Set driver=ffmpeg, or leave it out. "
            + "Then: streamactors inputs retry cam"));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("0", 0)]
    [InlineData("20", 20)]
    public async Task Datagrams_are_held_for_a_millisecond_unless_told_otherwise(string? told, int milliseconds) =>
        UdpPlans.MaxHold(await Open("udp://h:5004", told is null ? default : ("max-hold-ms", told)))
            .ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public async Task SRT_is_native_unless_only_FFmpeg_can_do_it()
    {
        const string missing = "libsrt is missing.";
        SrtPlans.WhyNotNative(await Open("srt://h:1"), null).ShouldBeNull();
        SrtPlans.WhyNotNative(await Open("srt://h:1"), missing).ShouldBe("libsrt is missing. Install it, or set driver=ffmpeg.");
        SrtPlans.WhyNotNative(await Open("srt://h:1", options: ("program", "2")), null)!.ShouldContain("program=2 needs FFmpeg");
        DriverChoice.Of(await Open("srt://h:1", options: ("driver", "ffmpeg")), Workload).ShouldBe(NativeDriver.None);
        DriverChoice.Of(await Open("srt://h:1", options: ("program", "2")), Workload).ShouldBe(NativeDriver.None);
        Should.Throw<NotStartedException>(
            () => DriverChoice.Of(Open("srt://h:1", [("program", "2"), ("mode", "rendezvous")], []).Result, Workload))
            .End.Text.ShouldStartWith("mode=rendezvous: program=2");
    }

    [Fact]
    public async Task Capture_devices_are_off_unless_configured()
    {
        var address = await Open("capture:///hw:1,0", options: ("driver", "alsa"));
        var refused = Should.Throw<NotStartedException>(() => Sources.Of(address, Folder, capture: false));
        (refused.End.Class, refused.End.Text.Contains("media.capture = on", StringComparison.Ordinal)).ShouldBe((ErrorClass.BadUrl, true));
        ((CaptureSource)Sources.Of(address, Folder, capture: true)).SoundDevice.ShouldBe("hw:1,0");
    }

    [Theory]
    [InlineData("capture:///file:'|id',raw", "alsa")]
    [InlineData("capture:///tee:null,/srv/x,wav", "alsa")]
    [InlineData("capture:///etc/passwd", "v4l2")]
    public async Task A_stored_device_from_before_the_rule_never_reaches_ffmpeg(string url, string driver)
    {
        var address = await Open(url, options: ("driver", driver));
        Should.Throw<NotStartedException>(() => Sources.Of(address, Folder, capture: true)).End.Class.ShouldBe(ErrorClass.BadUrl);
    }

    [Fact]
    public async Task The_query_and_headers_of_an_HTTP_source_are_its_secrets()
    {
        var sealedOne =
            (HttpSource)Sources.Of(await Open("http://origin.example/a.ts", [],
            [("query", "token=abcdefgh&x=1"), ("headers", "Authorization: Bearer xyz\nX-Site: 7")]), Folder, capture: false);
        (sealedOne.Query!.Reveal(), sealedOne.Headers["authorization"].Reveal(), sealedOne.Headers["X-Site"].Reveal()).ShouldBe(
            ("token=abcdefgh&x=1", "Bearer xyz", "7"));
        ((HttpSource)Sources.Of(await Open("http://origin.example/a.ts?token=old"), Folder, capture: false)).Query!.Reveal()
            .ShouldBe("token=old", "stored before queries were secrets");
    }

    [Theory]
    [InlineData("http://origin.example/live/index.m3u8", HttpKind.Hls)]
    [InlineData("http://origin.example:8080/stream.ts", HttpKind.Ts)]
    public async Task A_playlist_is_known_by_its_name(string url, HttpKind kind)
    {
        var source = (HttpSource)Sources.Of(await Open(url), Folder, capture: false);
        (source.Kind, source.Address.OriginalString).ShouldBe(
            (kind, url.Contains(":8080", StringComparison.Ordinal) ? url
                : url.Replace(".example", ".example:80", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rtsp_keeps_its_query_and_its_credentials_apart()
    {
        var link = ((RtspSource)Sources.Of(await Open("rtsp://admin@camera.example/stream?channel=1", options: ("transport", "udp"),
            secrets: ("password", "p@ss")), Folder, capture: false)).Link;
        (link.Host, link.Path, link.Transport, link.User, link.Password!.Reveal()).ShouldBe(
            (new HostPort("camera.example", 554), "/stream?channel=1", RtspTransport.Udp, "admin", "p@ss"));
    }

    [Fact]
    public async Task A_multicast_input_keeps_its_interface_and_its_senders()
    {
        var source =
            UdpPlans.Source(await Open("udp://239.1.2.3:5004", options: [("interface", "lo"), ("sources", "192.0.2.1,192.0.2.2")]));
        (source.Address.ToString(), source.Interface, source.Sources!.Count).ShouldBe(("239.1.2.3:5004", "lo", 2));
    }

    [Fact]
    public async Task The_length_of_an_srt_key_is_an_argument_in_both_directions()
    {
        var version = FfmpegVersion.Oldest;
        var address = await Open("srt://192.0.2.7:9000", options: ("key-length", "32"), secrets: ("passphrase", "correct horse"));
        foreach (var arguments in new[] { Sources.Of(address, Folder, capture: false).Plan(version).Arguments,
            Targets.Of(address, Folder, default).Plan(version).Arguments })
            arguments.SkipWhile(a => a != "-pbkeylen").Take(2).ShouldBe(["-pbkeylen", "32"]);
    }

    [Fact]
    public async Task A_secret_that_was_destroyed_is_asked_for_again()
    {
        _vault.Destroyed = true;
        var refused = await Should.ThrowAsync<NotStartedException>(() => Open("rtmp://live.example/app", secrets: ("key", "abc")));
        refused.End.Text.ShouldContain("'key'");
    }

    private static EntityId Workload => WorkloadId.Ingest("cam").EntityId;

    private MediaFolder Folder => new(_root);

    private async Task<OpenedAddress> Open(string url, params (string, string)[] options) => await Open(url, options, []);

    private Task<OpenedAddress> Open(string url, (string, string) options = default, (string, string) secrets = default) =>
        Open(url, options == default ? [] : [options], secrets == default ? [] : [secrets]);

    private async Task<OpenedAddress> Open(string url, (string Name, string Value)[] options, (string Name, string Value)[] secrets)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, SealedSecret>();
        foreach (var (name, value) in secrets)
            kept[name] = await _vault.Seal(new Secret(value), CancellationToken.None);
        var address =
            new Address(url) { Options = options.ToImmutableSortedDictionary(o => o.Name, o => o.Value), Secrets = kept.ToImmutable() };
        return await OpenedAddress.Open(address, isIngest: true, _vault, CancellationToken.None);
    }
}
