using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg.Tests.Real;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg.Tests.Guard;

/// <summary>
/// Real FFmpeg, and servers that redirect it. External hosts are really on loopback: their addresses are those for documentation.
/// </summary>
public sealed class HttpGatewaySpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    private static readonly IPAddress Outside = IPAddress.Parse("192.0.2.10");

    /// <summary>{0} is a port on loopback, {1} a file with a secret.</summary>
    [Theory]
    [InlineData("httpproxy://127.0.0.1:{0}/x.ts")]
    [InlineData("HTTPPROXY://127.0.0.1:{0}/x.ts")]
    [InlineData("crypto+httpproxy://127.0.0.1:{0}/x.ts")]
    [InlineData("tcp://127.0.0.1:{0}/x.ts")]
    [InlineData("tls://127.0.0.1:{0}/x.ts")]
    [InlineData("http://127.0.0.1:{0}/x.ts")]
    [InlineData("http://2130706433:{0}/x.ts")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/x.ts")]
    [InlineData("http://outside.example:{0}@127.0.0.1:{0}/x.ts")]
    [InlineData("https://127.0.0.1:{0}/x.ts")]
    [InlineData("//127.0.0.1:{0}/x.ts")]
    [InlineData("http://127.0.0.1:{0}/x.m3u8")]
    [InlineData("rtmp://127.0.0.1:{0}/x.ts")]
    [InlineData("file://{1}")]
    [InlineData("file:{1}")]
    [InlineData("crypto+file:{1}")]
    [InlineData("concat:{1}|{1}")]
    [InlineData("concat:http://127.0.0.1:{0}/x.ts")]
    [InlineData("subfile,,start,0,end,0,,:{1}")]
    [InlineData("unix:{1}")]
    [InlineData("cache:http://127.0.0.1:{0}/x.ts")]
    [InlineData("async:file:{1}")]
    [InlineData("data:text/plain,x.ts")]
    public async Task A_hostile_playlist_leads_to_no_inner_host_and_no_file(string link)
    {
        using var inner = new TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        using var hostile = new HttpPeer();
        var secret = Path.Combine(bench.Folder, "secret.ts");
        if (!File.Exists(secret))
            File.Copy(bench.Clip, secret);
        var to = string.Format(null, link, ((IPEndPoint)inner.LocalEndpoint).Port, secret);
        hostile.Playlist("/segment.m3u8", "#EXTINF:5,", to);
        hostile.Playlist("/key.m3u8", $"#EXT-X-KEY:METHOD=AES-128,URI=\"{to}\"", "#EXTINF:5,", "/s.ts");
        hostile.Playlist("/map.m3u8", $"#EXT-X-MAP:URI=\"{to}\"", "#EXTINF:5,", "/s.mp4");
        hostile.Playlist("/nested.m3u8", "#EXT-X-STREAM-INF:BANDWIDTH=1", to);
        hostile.Playlist("/zero.m3u8", $"#EXT-X-STREAM-INF:BANDWIDTH=1\n#\0{to}");
        hostile.Playlist("/media.m3u8", $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",DEFAULT=YES,URI=\"{to}\"",
            "#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"", to);
        hostile.Playlist("/escaped.m3u8", $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"\\{to}\"",
            "#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"", "/x.m3u8");
        var disguised = Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{to}\n");
        hostile.Pages["/gzip.m3u8"] = [.. "200 OK\r\nContent-Encoding: gzip\r\n\r\n"u8, .. Zipped(disguised)];
        hostile.Pages["/gzipx.m3u8"] = [.. "200 OK\r\nContent-Encoding: gzipx\r\n\r\n"u8, .. Zipped(disguised)];
        hostile.Pages["/icy.m3u8"] = [.. "200 OK\r\nicy-metaint: 1\r\n\r\n"u8, .. disguised.SelectMany(b => (byte[])[b, 0])];
        hostile.Redirect("/redirect.m3u8", to);

        foreach (var playlist in (string[])["segment", "key", "map", "nested", "zero", "media", "escaped", "gzip", "gzipx", "icy",
            "redirect"])
        {
            var run = await Pull(new HttpSource(new Uri($"http://outside.example:{hostile.Port}/{playlist}.m3u8"), HttpKind.Hls));

            (await FfmpegBench.Take(run, 1)).ShouldBeEmpty(playlist);
            run.Output.Dispose();
            await run.Ended.WaitAsync(FfmpegBench.Timeout);
            inner.Pending().ShouldBeFalse($"{playlist}: nothing was connected to the inner host\n{FfmpegBench.Said(run)}");
        }
    }

    /// <summary>A segment, or an input that claims to be MPEG-TS, but is a script.</summary>
    [Theory]
    [InlineData("ffconcat version 1.0\nfile 'http://127.0.0.1:{0}/x.ts'\nfile '{1}'\n")]
    [InlineData(
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {0} RTP/AVP 33\na=control:rtsp://127.0.0.1:{0}/x\n")]
    [InlineData(
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
        + "mediaPresentationDuration=\"PT5S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" "
        + "bandwidth=\"1\"><BaseURL>http://127.0.0.1:{0}/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:{0}/x.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{1}\n#EXT-X-ENDLIST\n")]
    [InlineData("[Reference]\nRef1=http://127.0.0.1:{0}/x.ts\n")]
    [InlineData("RTSPtextRTSP://127.0.0.1:{0}/x")]
    public async Task A_script_served_as_media_is_not_opened(string script)
    {
        using var inner = new TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        using var hostile = new HttpPeer();
        hostile.Page("/s.ts", string.Format(null, script, ((IPEndPoint)inner.LocalEndpoint).Port, bench.Clip));
        hostile.Playlist("/a.m3u8", "#EXTINF:5,", "s.ts");

        foreach (var (path, kind) in ((string, HttpKind)[])[("a.m3u8", HttpKind.Hls), ("s.ts", HttpKind.Ts)])
        {
            var run = await Pull(new HttpSource(new Uri($"http://outside.example:{hostile.Port}/{path}"), kind));
            (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
            run.Output.Dispose();
            await run.Ended.WaitAsync(FfmpegBench.Timeout);
            inner.Pending().ShouldBeFalse($"nothing was connected to the inner host\n{FfmpegBench.Said(run)}");
        }
    }

    [Theory]
    [InlineData("evil.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:{0}/x.ts\n#EXTINF:5,\n{1}\n#EXT-X-ENDLIST\n")]
    [InlineData("evil.ffconcat", "ffconcat version 1.0\nfile 'clip.ts'\nfile 'http://127.0.0.1:{0}/x.ts'\n")]
    [InlineData("evil.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {0} RTP/AVP 33\n")]
    [InlineData("evil.mpd",
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
        + "mediaPresentationDuration=\"PT5S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" "
        + "bandwidth=\"1\"><BaseURL>http://127.0.0.1:{0}/x.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>")]
    [InlineData("evil.ts", "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{1}\n#EXT-X-ENDLIST\n")]
    [InlineData("evil.avs", "Version()")]
    [InlineData("evil.txt", "root:x:0:0:root:/root:/bin/bash\n")]
    [InlineData("evil-%d.ts", "a pattern of names is one name")]
    public async Task A_file_that_names_other_files_is_not_played(string name, string text)
    {
        using var inner = new TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        var path = Path.Combine(bench.Folder, name);
        await File.WriteAllTextAsync(path, string.Format(null, text, ((IPEndPoint)inner.LocalEndpoint).Port, bench.Clip));

        var run = await Pull(new FileSource(path));

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        run.Output.Dispose();
        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull().Class.ShouldBeOneOf(ErrorClass.BadUrl,
            ErrorClass.NotFound);
        inner.Pending().ShouldBeFalse(FfmpegBench.Said(run));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task What_is_secret_goes_to_its_own_host_only_and_the_stream_comes_all_the_same(bool tls, bool elsewhereTls)
    {
        var clip = await File.ReadAllBytesAsync(bench.Clip);
        using var own = new HttpPeer(tls) { Wants = "Basic realm=\"x\"" };
        using var other = new HttpPeer(elsewhereTls);
        var elsewhere = $"{(elsewhereTls ? "https" : "http")}://other.example:{other.Port}";
        own.Redirect("/live.m3u8", "/moved.m3u8");
        own.Pages["/own.ts"] = clip;
        own.Redirect("/redirected.ts", $"{elsewhere}/redirected.ts?signature=a%2Fb&c=%7E");
        own.Page("/moved.m3u8", "200 OK\r\nSet-Cookie: session=cookie-4711; Path=/\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunked(
            $"#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\nown.ts\n#EXTINF:20,\nredirected.ts\n#EXTINF:20,\n"
                + $"{elsewhere}/listed.ts\n#EXT-X-ENDLIST\n"));
        (other.Pages["/redirected.ts"], other.Pages["/listed.ts"]) = (clip, clip);
        var source = new HttpSource(new Uri($"{(tls ? "https" : "http")}://outside.example:{own.Port}/live.m3u8"), HttpKind.Hls)
        {
            VerifyTls = false,
            User = "ann",
            Password = new Secret("password-4711"),
            Query = new Secret("token=query-4711&x=ü"),
            UserAgent = "Camera/ü",
            Headers = new Dictionary<string, Secret> { ["X-Key"] = new Secret("header-4711ü"),
                ["Content-Language"] = new Secret("language-4711") },
        };

        var run = await Pull(source, unhurried: false);
        var arguments = await File.ReadAllTextAsync($"/proc/{run.Pid}/cmdline");
        var bytes = await FfmpegBench.Take(run, 2 * clip.Length);

        bytes.Length.ShouldBe(2 * clip.Length, FfmpegBench.Said(run));
        FfmpegBench.ShouldBeStream(bytes, run);
        while (other.Requests.All(asked => asked.Path != "/listed.ts") && (await FfmpegBench.Take(run, 1316)).Length > 0)
        {
            // It asks for the last part when it has written the ones before.
        }
        run.Output.Dispose();
        await run.Ended.WaitAsync(FfmpegBench.Timeout);
        arguments.ShouldNotContain("4711");
        FfmpegBench.Said(run).ShouldNotContain("4711");
        own.Requests.ShouldContain(asked => asked.Path == "/live.m3u8?token=query-4711&x=%C3%BC" && asked["X-Key"] == "header-4711ü"
            && asked["User-Agent"] == "Camera/ü");
        own.Requests.ShouldContain(
            asked => asked.Path == "/own.ts" && asked["X-Key"] == "header-4711ü" && asked["Content-Language"] == "language-4711"
            && asked["Cookie"] == "session=cookie-4711" && asked["Host"] == $"outside.example:{own.Port}"
            && (asked["Authorization"] ?? "").StartsWith("Basic "));
        other.Requests.Select(asked => asked.Path).Distinct()
            .ShouldBe(["/redirected.ts?signature=a%2Fb&c=%7E", "/listed.ts"], ignoreOrder: true);
        foreach (var asked in other.Requests)
        {
            asked["Host"].ShouldBe($"other.example:{other.Port}");
            string.Join('\n', asked.Headers).ShouldNotContain("4711");
            asked.Headers.Keys.ShouldNotContain("Authorization");
            asked.Headers.Keys.ShouldNotContain("Proxy-Authorization");
            asked.Headers.Keys.ShouldNotContain("X-Key");
        }
    }

    [Fact]
    public async Task A_host_that_asks_for_a_password_gets_none_that_is_anothers()
    {
        using var other = new HttpPeer { Wants = "Basic realm=\"mine\"" };
        using var own = new HttpPeer();
        own.Redirect("/x.ts", $"http://other.example:{other.Port}/x.ts");

        var run = await Pull(new HttpSource(new Uri($"http://outside.example:{own.Port}/x.ts"), HttpKind.Ts) { User = "ann",
            Password = new Secret("sesame") });

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull().Class.ShouldBe(ErrorClass.RefusedAuth,
            FfmpegBench.Said(run));
        other.Requests.ShouldNotBeEmpty();
        other.Requests.ShouldAllBe(asked => asked["Authorization"] == null);
    }

    /// <summary>Each peer has its own port: the last case differs in nothing else.</summary>
    [Theory]
    [InlineData("https", "http")]
    [InlineData("http", "https")]
    [InlineData("http", "http")]
    public async Task What_is_secret_goes_to_no_other_scheme_or_port_of_the_same_host(string scheme, string elsewhere)
    {
        using var other = new HttpPeer(tls: elsewhere == "https");
        using var own = new HttpPeer(tls: scheme == "https");
        other.Pages["/x.ts"] = await File.ReadAllBytesAsync(bench.Clip);
        own.Redirect("/x.ts", $"{elsewhere}://outside.example:{other.Port}/x.ts");
        var source = new HttpSource(new Uri($"{scheme}://outside.example:{own.Port}/x.ts"), HttpKind.Ts)
        {
            VerifyTls = false,
            Headers = new Dictionary<string, Secret> { ["X-Key"] = new Secret("header-4711") },
        };

        var run = await Pull(source);

        (await FfmpegBench.Take(run, 1000)).Length.ShouldBe(1000, FfmpegBench.Said(run));
        run.Output.Dispose();
        own.Requests.ShouldContain(asked => asked["X-Key"] == "header-4711");
        other.Requests.ShouldHaveSingleItem()["X-Key"].ShouldBeNull();
    }

    [Theory]
    [InlineData(true, ErrorClass.RefusedAuth,
        "The other side's TLS certificate is not trusted: it is self-signed, expired, or for another name.")]
    [InlineData(false, ErrorClass.Network, "The TLS handshake failed; the port may be one without TLS.")]
    public async Task A_certificate_that_is_not_trusted_and_a_plain_port_are_told_apart(bool tls, ErrorClass expected, string why)
    {
        using var server = new HttpPeer(tls);

        var run = await Pull(new HttpSource(new Uri($"https://outside.example:{server.Port}/x.ts"), HttpKind.Ts));

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        var end = (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        (end.Class, end.Sentence).ShouldBe((expected, why));
    }

    [Fact]
    public async Task A_redirect_to_another_protocol_is_told_by_name()
    {
        using var server = new HttpPeer();
        server.Redirect("/x.ts", "ftp://outside.example/x.ts");

        var run = await Pull(new HttpSource(new Uri($"http://outside.example:{server.Port}/x.ts"), HttpKind.Ts));

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldBe(
            new Diagnosis(ErrorClass.BadUrl,
                "The server redirects to 'ftp://outside.example/x.ts', which is neither http:// nor https://."));
    }

    [Theory]
    [InlineData("https://a.example/x?y=https://b/", "http://a.example.over-tls:443/x?y=https://b/")]
    [InlineData("HTTPS://a.example:8443", "http://a.example.over-tls:8443")]
    [InlineData("https://ann:x@a.example/x", "http://ann:x@a.example.over-tls:443/x")]
    [InlineData("https://[2001:db8::1]:8443/x", "http://2001-db8--1.ip6.over-tls:8443/x")]
    [InlineData("http://a.example/x", "http://a.example/x")]
    [InlineData("x/https://a.example/", "x/https://a.example/")]
    [InlineData("https://", "https://")]
    public void What_goes_over_TLS_has_a_plain_name_within(string url, string plain) => PlainNames.Inward(url).ShouldBe(plain);

    [Theory]
    [InlineData("http://a.example.over-tls:443/x%2f?y=%7e", "https://a.example/x%2f?y=%7e")]
    [InlineData("http://A.EXAMPLE.OVER-TLS:8443", "https://a.example:8443/")]
    [InlineData("http://2001-db8--1.ip6.over-tls:8443/x", "https://[2001:db8::1]:8443/x")]
    [InlineData("http://ann:x@a.example/../x", "http://a.example/../x")]
    [InlineData("http://a.example?y", "http://a.example/?y")]
    [InlineData("http://a.example/\u00c3\u00a9", "http://a.example/%C3%A9")]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("http:///etc/passwd", null)]
    [InlineData("/x", null)]
    public void A_plain_name_means_what_it_was(string plain, string? url)
    {
        var meant = PlainNames.Outward(plain);
        (meant is null ? null : $"{meant.Scheme}://{meant.Authority}{meant.PathAndQuery}").ShouldBe(url);
    }

    [Fact]
    public void A_playlist_keeps_everything_but_where_a_link_over_TLS_stands() =>
        PlainNames.InPlaylist(
        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"https://k/x\",IV=1\r\nhttps://a:1/x?u=https://b\n//c/x\n#https://d/\nhttp://e/\ns.ts\n",
        new Uri("https://o/"))
            .ShouldBe("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"http://k.over-tls:443/x\",IV=1\r\nhttp://a.over-tls:1/x?u=https://b\nhttp://c.over-tls:443/x\n#https://d/\nhttp://e/\ns.ts\n");

    [Theory]
    [InlineData("tcp://a:1/x", "refused-tcp://a:1/x")]
    [InlineData("#\0tcp://a:1/x", "#\0refused-tcp://a:1/x")]
    [InlineData("#EXT-X-MEDIA:URI=\"\\t\\cp://a:1/x\"", "#EXT-X-MEDIA:URI=\"%5Ct%5Ccp://a:1/x\"")]
    [InlineData("#EXT-X-MEDIA:URI=crypto+tcp://a:1/x", "#EXT-X-MEDIA:URI=refused-crypto+tcp://a:1/x")]
    [InlineData("x?y=tcp://a:1/x\\y", "x?y=tcp://a:1/x\\y")]
    public void A_playlist_names_no_protocol_that_leads_past_the_gateway(string line, string onward) =>
    PlainNames.InPlaylist(line, new Uri("http://o/")).ShouldBe(onward);

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionLevel.Fastest))
            zip.Write(bytes);
        return zipped.ToArray();
    }

    /// <summary>In two pieces, split within a line.</summary>
    private static string Chunked(string text) => $"5\r\n{text[..5]}\r\n{text.Length - 5:x}\r\n{text[5..]}\r\n0\r\n\r\n";

    private async Task<FfmpegRun> Pull(Source source, bool unhurried = true)
    {
        var guard = new TargetGuard(
            (host, _) => Task.FromResult<IPAddress[]>([host is "outside.example" or "other.example" ? Outside : IPAddress.Loopback]));
        var gateways =
            new PullGateways(guard) { Route = to => Outside.Equals(to.Address) ? new IPEndPoint(IPAddress.Loopback, to.Port) : to };
        var ffmpeg = await FfmpegInstallation.Find(bench.Launcher, gateways: gateways);
        var plan = source.Plan(ffmpeg.Version);
        return await ffmpeg.Run(unhurried ? plan : plan with { Arguments = [.. plan.Arguments.Where(a => a != "-re")] }, "in",
            Reach.Public);
    }
}
