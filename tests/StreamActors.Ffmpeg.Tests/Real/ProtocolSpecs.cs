using System.Net.Sockets;
using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>Each protocol, with real FFmpeg, against a peer on this machine.</summary>
public sealed class ProtocolSpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    private const string AnyCharacter = "k&y?x=1 %41#/'\"$(x)ü;:@=,\\";

    private static HostPort Loopback(ProtocolType protocol) => new("127.0.0.1", protocol == ProtocolType.Udp ? Ports.Udp() : Ports.Tcp());

    [Fact]
    public async Task A_test_pattern_with_its_tone()
    {
        var run = await bench.Run(new TestSource(320, 180));

        await ShouldBring(run, 200_000);

        (await run.Stop(FfmpegBench.Patient)).ShouldBe(StopStep.Asked);
        (await run.Ended).Diagnosis.ShouldBeNull();
        run.Progress.ShouldNotBeNull().Bytes.ShouldNotBeNull().ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public async Task A_file_over_and_over()
    {
        await bench.Make("-i", bench.Clip, "-t", "1", "-c", "copy", Path.Combine(bench.Folder, "100% short.ts"));
        var run = await bench.Run(new FileSource(Path.Combine(bench.Folder, "100% short.ts")));

        await ShouldBring(run, 3 * (int)new FileInfo(Path.Combine(bench.Folder, "100% short.ts")).Length);
    }

    [Fact]
    public async Task SRT_called_with_a_passphrase_and_a_stream_id_of_any_character()
    {
        var address = Loopback(ProtocolType.Udp);
        var (passphrase, streamId) = (new Secret(AnyCharacter), new Secret("#!::r=live/x&y,m=publish"));
        var ingest = await bench.Run(new SrtSource(address, SrtMode.Listener) { Passphrase = passphrase });
        await Ports.IsBound(address.Port, () => FfmpegBench.Said(ingest));
        var egress = await bench.Run(new SrtTarget(address) { Passphrase = passphrase, StreamId = streamId,
            Latency = TimeSpan.FromMilliseconds(200) });
        await bench.Feed(egress);

        await ShouldBring(ingest, 100_000, egress);
    }

    [Fact]
    public async Task SRT_listened_for()
    {
        var address = Loopback(ProtocolType.Udp);
        var egress = await bench.Run(new SrtTarget(address, SrtMode.Listener));
        await bench.Feed(egress);
        await Ports.IsBound(address.Port, () => FfmpegBench.Said(egress));
        var ingest = await bench.Run(new SrtSource(address, SrtMode.Caller));

        await ShouldBring(ingest, 100_000, egress);
    }

    [Fact]
    public async Task RTMP_published_to_us_with_a_key_of_any_character()
    {
        var address = new RtmpAddress(Loopback(ProtocolType.Tcp), "live", new Secret(AnyCharacter));
        var ingest = await bench.Run(new RtmpSource(address, Listen: true));
        await Ports.Listens(address.Host.Port, () => "");
        var egress = await bench.Run(new RtmpTarget(address));
        await bench.Feed(egress);

        await ShouldBring(ingest, 100_000, egress);
        FfmpegBench.Said(ingest).ShouldNotContain("%41");
    }

    [Fact]
    public async Task RTMP_published_to_us_with_the_right_key_ends_as_a_stream_that_its_publisher_ended()
    {
        var address = new RtmpAddress(Loopback(ProtocolType.Tcp), "live", new Secret("right"));
        var ingest = await bench.Run(new RtmpSource(address, Listen: true));
        await Ports.Listens(address.Host.Port, () => "");
        var egress = await bench.Run(new RtmpTarget(address));
        await bench.Feed(egress);
        (await FfmpegBench.Take(ingest, 100_000)).Length.ShouldBe(100_000, FfmpegBench.Said(ingest));

        egress.Input.Dispose();

        while ((await FfmpegBench.Take(ingest, 100_000)).Length > 0)
        {
        }
        var end = (await ingest.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        (end.Class, end.Sentence).ShouldBe((ErrorClass.EndedByPeer, "The publisher ended its stream, or the connection was lost."),
            FfmpegBench.Said(ingest));
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\nended.ts\n#EXT-X-ENDLIST\n", ErrorClass.Ended)]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"no\"\n#EXTINF:1,\nended.ts\n#EXT-X-ENDLIST\n",
        ErrorClass.RefusedAuth)]
    public async Task A_playlist_that_ends_has_ended_and_one_whose_key_is_refused_says_so(string playlist, ErrorClass expected)
    {
        var (_, http) = await Nginx.Start(bench);
        await bench.Make("-i", bench.Clip, "-t", "1", "-c", "copy", Path.Combine(bench.Folder, "ended.ts"));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, $"{expected}.m3u8"), playlist);
        var run = await bench.Run(new HttpSource(new Uri($"http://127.0.0.1:{http}/{expected}.m3u8"), HttpKind.Hls));

        while ((await FfmpegBench.Take(run, 100_000)).Length > 0)
        {
        }

        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull().Class.ShouldBe(expected, FfmpegBench.Said(run));
    }

    [Fact]
    public async Task A_file_that_is_played_once_has_ended()
    {
        await bench.Make("-i", bench.Clip, "-t", "1", "-c", "copy", Path.Combine(bench.Folder, "once.ts"));
        var run = await bench.Run(new FileSource(Path.Combine(bench.Folder, "once.ts"), Loop: false));

        while ((await FfmpegBench.Take(run, 100_000)).Length > 0)
        {
        }

        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldBe(
            new Diagnosis(ErrorClass.Ended, "The file was played to its end."));
    }

    [Fact]
    public async Task RTMP_published_without_a_key()
    {
        var address = new RtmpAddress(Loopback(ProtocolType.Tcp), "live", Key: null);
        var ingest = await bench.Run(new RtmpSource(address, Listen: true));
        await Ports.Listens(address.Host.Port, () => "");
        var egress = await bench.Run(new RtmpTarget(address with { Key = new Secret("anything") }));
        await bench.Feed(egress);

        await ShouldBring(ingest, 100_000, egress);
    }

    [Theory]
    [InlineData("live", "wrong-key")]
    [InlineData("live", "live")]
    [InlineData("live", "-key")]
    [InlineData("live", "wrong\nkey")]
    [InlineData("live", "wrong\rkey")]
    [InlineData("other", "right/-key")]
    public async Task RTMP_published_to_us_with_a_wrong_key_or_application_brings_nothing(string application, string key)
    {
        var address = new RtmpAddress(Loopback(ProtocolType.Tcp), "live", new Secret("right/-key"));
        var ingest = await bench.Run(new RtmpSource(address, Listen: true));
        await Ports.Listens(address.Host.Port, () => "");
        var egress = await bench.Run(new RtmpTarget(address with { Application = application, Key = new Secret(key) }));
        await bench.Feed(egress);

        (await FfmpegBench.Take(ingest, 1)).ShouldBeEmpty();

        var end = await ingest.Ended.WaitAsync(FfmpegBench.Timeout);
        end.Diagnosis.ShouldNotBeNull().Sentence.ShouldBe("A publisher with a wrong application or key was turned away.");
        FfmpegBench.Said(ingest).ShouldNotContain("-key");
    }

    [Theory]
    [InlineData("live", "sesame")]
    [InlineData("live", "sesame?token=a/b&x=1")]
    [InlineData("live?backup=1", "sesame")]
    public async Task RTMP_through_nginx_and_back(string application, string key)
    {
        var (rtmp, _) = await Nginx.Start(bench);
        var address = new RtmpAddress(new HostPort("127.0.0.1", rtmp), application, new Secret(key));
        var egress = await bench.Run(new RtmpTarget(address));
        await bench.Feed(egress);
        FfmpegRun ingest;
        byte[] bytes;
        do // the stream is there once nginx has its first packet
        {
            ingest = await bench.Run(new RtmpSource(address));
            bytes = await FfmpegBench.Take(ingest, 100_000);
        }
        while (bytes.Length == 0 && !egress.Ended.IsCompleted);

        FfmpegBench.ShouldBeStream(bytes, ingest);
        egress.Input.Dispose();
    }

    [Fact]
    public async Task A_refused_RTMP_key_is_reported_without_the_key()
    {
        var (rtmp, _) = await Nginx.Start(bench);
        var egress =
            await bench.Run(new RtmpTarget(new RtmpAddress(new HostPort("127.0.0.1", rtmp), "refuse", new Secret("my-private-key"))));
        await bench.Feed(egress);

        var end = await egress.Ended.WaitAsync(FfmpegBench.Timeout);

        end.Diagnosis.ShouldNotBeNull().Class.ShouldBe(ErrorClass.RefusedAuth);
        FfmpegBench.Said(egress).ShouldNotContain("my-private-key");
    }

    [Fact]
    public async Task RTSP_announced_to_a_server()
    {
        var address = Loopback(ProtocolType.Tcp);
        var server = await bench.Ffmpeg.Run(
            new FfmpegPlan(Side.Ingest, "rtsp", ["-hide_banner", "-nostdin", "-rtsp_flags", "listen", "-i", $"rtsp://{address}/in", "-c",
                "copy", "-f", "mpegts", "pipe:1"]), "server");
        await Ports.Listens(address.Port, () => "");
        var egress = await bench.Run(new RtspTarget(new RtspLink(address, "in")));
        await bench.Feed(egress);

        await ShouldBring(server, 100_000, egress);
    }

    [Fact]
    public async Task RTSP_from_a_camera_that_wants_a_password_of_any_character()
    {
        using var camera = new RtspPeer(await File.ReadAllBytesAsync(bench.Clip), "admin@home", AnyCharacter);
        var source = new RtspSource(new RtspLink(new HostPort("127.0.0.1", camera.Port), "/cam 1?x=y") { User = "admin@home",
            Password = new Secret(AnyCharacter) });

        await ShouldBring(await bench.Run(source), 100_000);

        var refused = await bench.Run(source with { Link = source.Link with { Password = new Secret("a wrong one") } });
        (await FfmpegBench.Take(refused, 1)).ShouldBeEmpty();
        (await refused.Ended).Diagnosis.ShouldNotBeNull().Class.ShouldBe(ErrorClass.RefusedAuth);
        FfmpegBench.Said(refused).ShouldNotContain("a%20wrong%20one");
    }

    [Theory]
    [InlineData("mpegts")]
    [InlineData("fmp4")]
    public async Task HLS_over_HTTP_in_each_kind_of_segment(string type)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, $"hls 50% {type}")).FullName;
        var (_, http) = await Nginx.Start(bench);
        await bench.Make([
            "-i", bench.Clip, "-t", "4", "-c", "copy", .. type == "fmp4" ? (string[])["-bsf:a", "aac_adtstoasc"] : [],
            "-f", "hls", "-hls_time", "1", "-hls_list_size", "0", "-hls_segment_type", type, Path.Combine(folder, "index.m3u8"),
        ]);

        var playlist = new Uri($"http://127.0.0.1:{http}/hls%2050%25%20{type}/index.m3u8");
        await ShouldBring(await bench.Run(new HttpSource(playlist, HttpKind.Hls)), 50_000);
    }

    [Fact]
    public async Task An_endless_MPEG_TS_over_HTTP()
    {
        var (_, http) = await Nginx.Start(bench);

        await ShouldBring(await bench.Run(new HttpSource(new Uri($"http://127.0.0.1:{http}/clip.ts"), HttpKind.Ts)), 200_000);
    }

    [Fact]
    public async Task The_query_and_headers_of_an_HTTP_source_reach_its_server_and_stand_in_no_log()
    {
        using var server = new System.Net.HttpListener();
        var port = Ports.Tcp();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        var source = new HttpSource(new Uri($"http://127.0.0.1:{port}/clip.ts"), HttpKind.Ts)
        {
            Query = new Secret("token=query-4711&x=1"),
            Headers = new Dictionary<string, Secret> { ["X-Key"] = new Secret("header-4711") },
        };
        var run = await bench.Run(source);
        var asked = await server.GetContextAsync().WaitAsync(FfmpegBench.Timeout);
        (asked.Request.RawUrl, asked.Request.Headers["X-Key"]).ShouldBe(("/clip.ts?token=query-4711&x=1", "header-4711"));
        asked.Response.StatusCode = 404;
        asked.Response.Close();
        var end = await run.Ended;
        $"{end.Diagnosis} {string.Join(" ", run.Tail.Lines)}".ShouldNotContain("4711");
    }

    [Fact]
    public async Task A_recording_is_whole_when_its_stdin_ends()
    {
        var path = Path.Combine(bench.Folder, "recording: 50%.ts");
        var egress = await bench.Run(new FileTarget(path));
        egress.Input.Write(await File.ReadAllBytesAsync(bench.Clip)).ShouldBeTrue();

        (await egress.Stop(FfmpegBench.Patient)).ShouldBe(StopStep.Asked);

        (await egress.Ended).Child.ExitCode.ShouldBe(0);
        (await bench.Codecs(path)).ShouldBe(["h264", "aac"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_recording_in_pieces_is_named_after_its_time()
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, "pieces")).FullName;
        var egress = await bench.Run(new FileTarget(Path.Combine(folder, "50% show.ts"), TimeSpan.FromHours(1)));
        egress.Input.Write(await File.ReadAllBytesAsync(bench.Clip)).ShouldBeTrue();
        await egress.Stop(FfmpegBench.Patient);

        Path.GetFileName(Directory.GetFiles(folder).ShouldHaveSingleItem()).ShouldMatch(@"^50% show-\d{8}T\d{6}Z\.ts$");
    }

    [Fact]
    public async Task Pieces_are_named_in_UTC_wherever_the_server_stands()
    {
        var before = Environment.GetEnvironmentVariable("TZ");
        Environment.SetEnvironmentVariable("TZ", "XYZ-7:30");
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, "utc")).FullName;
            var from = FileTarget.Stamp(DateTimeOffset.UtcNow);
            var egress = await bench.Run(new FileTarget(Path.Combine(folder, "show.ts"), TimeSpan.FromHours(1)));
            egress.Input.Write(await File.ReadAllBytesAsync(bench.Clip)).ShouldBeTrue();
            await egress.Stop(FfmpegBench.Patient);
            var names = Directory.GetFiles(folder).Select(file => Path.GetFileNameWithoutExtension(file)["show-".Length..])
                .Order(StringComparer.Ordinal).ToList();
            string.CompareOrdinal(names[0], from).ShouldBeGreaterThanOrEqualTo(0);
            string.CompareOrdinal(names[^1], FileTarget.Stamp(DateTimeOffset.UtcNow)).ShouldBeLessThanOrEqualTo(0);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", before);
        }
    }

    [Fact]
    public async Task A_recording_that_is_ended_for_a_full_disk_is_whole_to_its_last_packet()
    {
        var path = Path.Combine(bench.Folder, "ended.ts");
        var egress = await bench.Run(new FileTarget(path));
        var clip = await File.ReadAllBytesAsync(bench.Clip);
        egress.Input.Write(clip).ShouldBeTrue();

        egress.End(new Diagnosis(ErrorClass.Resources, "The disk is full."), FfmpegBench.Patient);

        var end = await egress.Ended;
        (end.Diagnosis!.Class, end.Child.ExitCode).ShouldBe((ErrorClass.Resources, 0));
        end.StopStep.ShouldBeOneOf(StopStep.None, StopStep.Asked); // a fast one exits at the end of its input
        var whole = Path.Combine(bench.Folder, "whole.ts");
        var other = await bench.Run(new FileTarget(whole));
        other.Input.Write(clip).ShouldBeTrue();
        await other.Stop(FfmpegBench.Patient);
        new FileInfo(path).Length.ShouldBe(new FileInfo(whole).Length);
    }

    private static async Task ShouldBring(FfmpegRun ingest, int bytes, FfmpegRun? egress = null)
    {
        var taken = await FfmpegBench.Take(ingest, bytes);
        taken.Length.ShouldBe(bytes,
            $"{FfmpegBench.Said(ingest)}\n--- the other side:\n{(egress is null ? "" : FfmpegBench.Said(egress))}");
        FfmpegBench.ShouldBeStream(taken, ingest);
        ingest.Output.Dispose();
        egress?.Input.Dispose();
    }
}
