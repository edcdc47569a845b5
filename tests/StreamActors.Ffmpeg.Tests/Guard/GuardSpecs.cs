using System.Net.Sockets;
using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg.Tests.Real;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Guard;

public sealed class GuardSpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    [Theory]
    [InlineData("8.8.8.8", Reach.Public)]
    [InlineData("10.1.2.3", Reach.Private)]
    [InlineData("172.31.0.1", Reach.Private)]
    [InlineData("172.32.0.1", Reach.Public)]
    [InlineData("100.64.0.1", Reach.Private)]
    [InlineData("169.254.169.254", Reach.LinkLocal)]
    [InlineData("127.0.0.1", Reach.Loopback)]
    [InlineData("0.0.0.0", Reach.Loopback)]
    [InlineData("2130706433", Reach.Loopback)]
    [InlineData("0x7f.1", Reach.Loopback)]
    [InlineData("::1", Reach.Loopback)]
    [InlineData("::", Reach.Loopback)]
    [InlineData("::ffff:127.0.0.1", Reach.Loopback)]
    [InlineData("::127.0.0.1", Reach.Loopback)]
    [InlineData("64:ff9b::a9fe:a9fe", Reach.LinkLocal)]
    [InlineData("2002:7f00:1::", Reach.Loopback)]
    [InlineData("fe80::1", Reach.LinkLocal)]
    [InlineData("fd00:ec2::254", Reach.Private)]
    [InlineData("2606:4700::1111", Reach.Public)]
    [InlineData("239.1.1.1", Reach.Private)]
    public void Each_address_has_its_reach(string address, Reach reach) => Reaches.Of(IPAddress.Parse(address)).ShouldBe(reach);

    [Fact]
    public async Task A_name_is_judged_by_the_nearest_of_its_addresses()
    {
        var guard = new TargetGuard((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));

        var checkedAddress = await guard.Check(new HostPort("innocent.example", 80), Reach.Private, CancellationToken.None);

        checkedAddress.Refusal.ShouldNotBeNull().ShouldBe(new Diagnosis(ErrorClass.BadUrl,
            "innocent.example (127.0.0.1) is this machine. Allow it with media.reach = loopback"));
        (await guard.Check(new HostPort("innocent.example", 80), Reach.Loopback, CancellationToken.None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_no_refusal_but_a_fault_that_may_pass()
    {
        var guard = new TargetGuard((_, _) => throw new SocketException((int)SocketError.HostNotFound));

        (await guard.Check(new HostPort("x.example", 80), Reach.Private, CancellationToken.None)).Refusal.ShouldNotBeNull().Class.ShouldBe(
            ErrorClass.Network);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1 is this machine. Allow it with media.reach = loopback")]
    [InlineData("169.254.169.254", "169.254.169.254 is a link-local address. Allow it with media.reach = link-local")]
    [InlineData("10.1.2.3", "10.1.2.3 is in the private network. Allow it with media.reach = private")]
    public async Task A_refusal_names_the_key_and_the_value_that_allow_it(string host, string sentence) =>
        (await new TargetGuard()
        .Check(new HostPort(host, 5004), Reach.Public, CancellationToken.None)).Refusal.ShouldNotBeNull().Sentence.ShouldBe(sentence);

    [Theory]
    [InlineData(Reach.Loopback, true)]
    [InlineData(Reach.Private, false)]
    public async Task A_pull_through_the_gateway_gets_there_only_where_it_may(Reach allowed, bool arrives)
    {
        var (_, http) = await Nginx.Start(bench);
        var source = new HttpSource(new Uri($"http://127.0.0.1:{http}/clip.ts?sig=a%2Fb"), HttpKind.Ts);
        await using var gateway = new PullGateway(new CheckedConnection(new TargetGuard(), allowed), source.Http);

        var run = await Pull(gateway, source);

        run.End.ExitCode.ShouldBe(arrives ? 0 : 1, string.Join('\n', run.Stderr));
        if (!arrives)
            run.Stderr.ShouldContain(line => line.Contains("403 Forbidden"));
    }

    /// <summary>An address for documentation: nothing is ever sent there.</summary>
    private static readonly IPAddress Outside = IPAddress.Parse("192.0.2.10");

    [Theory]
    [InlineData("http://inner.example:{0}/clip.ts")]
    [InlineData("https://inner.example:{0}/clip.ts")]
    [InlineData("file:///etc/passwd.ts")]
    public async Task A_hostile_playlist_leads_to_no_inner_host_and_no_file(string link)
    {
        var (_, http) = await Nginx.Start(bench);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "evil.m3u8"),
            $"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{string.Format(null, link, http)}\n#EXT-X-ENDLIST\n");
        List<string> asked = [];
        var guard = new TargetGuard((host, _) =>
        {
            asked.Add(host);
            return Task.FromResult<IPAddress[]>(host == "outside.example" ? [Outside] : [IPAddress.Loopback]);
        });
        var source = new HttpSource(new Uri($"http://outside.example:{http}/evil.m3u8"), HttpKind.Hls);
        await using var gateway = new PullGateway(
            new CheckedConnection(guard,
                Reach.Public) { Route = to => Outside.Equals(to.Address) ? new IPEndPoint(IPAddress.Loopback, to.Port) : to }, source.Http);

        var run = await Pull(gateway, source);

        asked.ShouldContain("outside.example");
        run.End.ExitCode.ShouldNotBe(0);
        run.Stdout.ShouldBeEmpty();
        asked.Contains("inner.example").ShouldBe(link.StartsWith("http", StringComparison.Ordinal));
        gateway.Trouble?.Sentence.ShouldStartWith(
            $"The source leads to inner.example:{http}, and inner.example (127.0.0.1) is this machine.");
    }

    [Fact]
    public void No_source_on_the_network_may_read_a_file_or_anything_local()
    {
        var host = new HostPort("a.example", 9000);
        Source[] sources =
        [
            new SrtSource(host, SrtMode.Caller), new RtmpSource(new RtmpAddress(host, "live", null)),
            new RtmpSource(new RtmpAddress(host, "live", null, Tls: true)),
            new RtspSource(new RtspLink(host, "/")), new HttpSource(new Uri("https://a.example/x"), HttpKind.Hls),
            new HttpSource(new Uri("http://a.example/x"), HttpKind.Ts),
        ];

        foreach (var source in sources)
        {
            var arguments = source.Plan(FfmpegVersion.Oldest).Arguments;
            var allowed = arguments[arguments.ToList().IndexOf("-protocol_whitelist") + 1].Split(',');
            allowed.Intersect(["file", "data", "pipe", "concat", "subfile", "unix", "fd", "async", "cache"]).ShouldBeEmpty();
            if (source is HttpSource)
                allowed.ShouldBeSubsetOf(["http", "tcp", "crypto"],
                    "a playlist may name each of these, and of them only http leads anywhere: to the gateway");
            arguments.ToList().IndexOf("-protocol_whitelist")
                .ShouldBeLessThan(arguments.ToList().IndexOf("-i"), "it is an option of the input");
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("Proxy-Authorization: Basic cnVuOnNlc2FtZQ==\r\n", false)]
    [InlineData("Proxy-Authorization: Basic cnVuOnNlc2FtZQ==\r\n", true)]
    public async Task Other_local_users_cannot_use_a_gateway(string credentials, bool fetches)
    {
        var (_, http) = await Nginx.Start(bench);
        var link = fetches ? new HttpLink(new Uri($"http://127.0.0.1:{http}/clip.ts")) : null;
        await using var gateway = new PullGateway(new CheckedConnection(new TargetGuard(), Reach.Loopback), link);

        (await Talk(gateway, $"CONNECT 127.0.0.1:{http} HTTP/1.1\r\n{credentials}\r\n")).ShouldStartWith("HTTP/1.1 407 ");
        (await Talk(gateway, $"GET http://127.0.0.1:{http}/clip.ts HTTP/1.1\r\n{credentials}\r\n")).ShouldStartWith("HTTP/1.1 407 ");
    }

    [Fact]
    public async Task A_gateway_is_gone_with_its_run()
    {
        var (_, http) = await Nginx.Start(bench);
        var guard = new TargetGuard((_, _) => Task.FromResult<IPAddress[]>([Outside]));
        var ffmpeg = await FfmpegInstallation.Find(bench.Launcher, gateways: new PullGateways(guard) {
            Route = to => new IPEndPoint(IPAddress.Loopback, to.Port) });

        var run = await ffmpeg.Run(new HttpSource(new Uri($"http://outside.example:{http}/clip.ts"), HttpKind.Ts).Plan(ffmpeg.Version),
            "in");
        (await FfmpegBench.Take(run, 1)).Length.ShouldBe(1, FfmpegBench.Said(run)); // and it waits for a reader of the rest
        var proxy = new Uri((await File.ReadAllTextAsync($"/proc/{run.Pid}/environ")).Split('\0')
            .Single(v => v.StartsWith("http_proxy=", StringComparison.Ordinal))["http_proxy=".Length..]);
        await FfmpegBench.Connects(proxy.Port);
        run.Output.Dispose();
        await run.Stop(StopLadder.Default);
        await run.Ended.WaitAsync(FfmpegBench.Timeout);

        proxy.Host.ShouldBe("127.0.0.1");
        using var late = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, proxy.Port));
        FfmpegBench.Said(run).ShouldNotContain(proxy.UserInfo);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_named_and_not_called_forbidden()
    {
        var guard = new TargetGuard((_, _) => Task.FromResult<IPAddress[]>([Outside]));
        var ffmpeg = await FfmpegInstallation.Find(
            bench.Launcher, gateways: new PullGateways(guard) { Route = _ => new IPEndPoint(IPAddress.Loopback, Ports.Tcp()) });

        var run = await ffmpeg.Run(new HttpSource(new Uri("http://outside.example:81/x.ts"), HttpKind.Ts).Plan(ffmpeg.Version), "in");

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldBe(
            new Diagnosis(ErrorClass.Network, "The connection to outside.example:81 failed: Connection refused."));
    }

    [Fact]
    public async Task RTMP_over_TLS_is_connected_to_the_address_that_was_judged_by_its_name()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var guard = new TargetGuard((_, _) => Task.FromResult<IPAddress[]>([Outside]));
        var ffmpeg = await FfmpegInstallation.Find(bench.Launcher, gateways: new PullGateways(guard) {
            Route = _ => (IPEndPoint)server.LocalEndpoint });
        var plan = new RtmpSource(new RtmpAddress(new HostPort("live.example", 443), "live", new Kernel.Secret("key"), Tls: true))
            .Plan(ffmpeg.Version);

        var run = await ffmpeg.Run(plan, "in");
        using var client = await server.AcceptTcpClientAsync().WaitAsync(FfmpegBench.Timeout);
        var head = new byte[5];
        await client.GetStream().ReadExactlyAsync(head);
        var hello = new byte[(head[3] << 8) | head[4]];
        await client.GetStream().ReadExactlyAsync(hello);

        head[0].ShouldBe((byte)22, "a TLS handshake");
        System.Text.Encoding.ASCII.GetString(hello).ShouldContain("live.example");
        client.Close();
        await run.Ended.WaitAsync(FfmpegBench.Timeout);
        run.Output.Dispose();
    }

    [Fact]
    public void Without_a_gateway_FFmpeg_is_given_the_address_that_was_judged()
    {
        var (host, checkedAddress) = (new HostPort("a.example", 1935), IPAddress.Parse("192.0.2.10"));
        var rtmp = new RtmpAddress(host, "live", new Kernel.Secret("key"));

        Ending(new RtmpSource(rtmp).To(checkedAddress).Plan(FfmpegVersion.Oldest)).ShouldContain("rtmp://192.0.2.10:1935/live");
        Ending(new RtmpTarget(rtmp).To(checkedAddress).Plan(FfmpegVersion.Oldest)).ShouldContain("rtmp://192.0.2.10:1935/live");
        Ending(new RtmpTarget(rtmp).To(checkedAddress).Plan(FfmpegVersion.Oldest))
            .ShouldContain("rtmp://a.example:1935/live", "the server is told its name");
        Ending(new SrtSource(host, SrtMode.Caller).To(IPAddress.IPv6Loopback).Plan(FfmpegVersion.Oldest)).ShouldContain("srt://[::1]:1935");
        Ending(new SrtTarget(host).To(checkedAddress).Plan(FfmpegVersion.Oldest)).ShouldContain("srt://192.0.2.10:1935");

        static IReadOnlyList<string> Ending(FfmpegPlan plan) => plan.Arguments;
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_what_it_says_the_second_time_is_never_asked()
    {
        var asked = 0;
        var guard = new TargetGuard(
            (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? Outside : IPAddress.Loopback]));
        List<IPEndPoint> connected = [];
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();

        var (socket, trouble) = await new CheckedConnection(guard, Reach.Public)
        {
            Route = to =>
            {
                connected.Add(to);
                return (IPEndPoint)server.LocalEndpoint;
            },
        }.To(new HostPort("rebinding.example", 80), CancellationToken.None);

        socket.ShouldNotBeNull(trouble?.Sentence).Dispose();
        (asked, connected.ShouldHaveSingleItem().Address).ShouldBe((1, Outside));
    }

    private static async Task<string> Talk(PullGateway gateway, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(gateway.Url).Port);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync().WaitAsync(FfmpegBench.Timeout);
    }

    private Task<ShortRun> Pull(PullGateway gateway, HttpSource source) => ShortRun.Of(
        bench.Launcher,
        gateway.Through(new ChildStart(
            "ffmpeg", ["-hide_banner", "-nostdin", "-loglevel", "level+warning", .. Input(source), "-t", "1", "-c", "copy", "-f", "mpegts",
                "pipe:1"])),
        FfmpegBench.Timeout);

    private IEnumerable<string> Input(HttpSource source) =>
        ["-protocol_whitelist", string.Join(',', source.Whitelist), .. source.Input(bench.Ffmpeg.Version)];
}
