using System.Net.Sockets;
using System.Net;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg.Tests.Real;

namespace StreamActors.Ffmpeg.Tests.Guard;

public sealed class GuardSpecs(Bench bench) : IClassFixture<Bench>
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

        var judged = await guard.Judge(new HostPort("innocent.example", 80), Reach.Private, CancellationToken.None);

        judged.Refusal.ShouldNotBeNull().ShouldBe(new Diagnosis(ErrorClass.BadUrl, "innocent.example:80 is this machine itself, which is not allowed for it."));
        (await guard.Judge(new HostPort("innocent.example", 80), Reach.Loopback, CancellationToken.None)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_no_refusal_but_a_fault_that_may_pass()
    {
        var guard = new TargetGuard((_, _) => throw new SocketException((int)SocketError.HostNotFound));

        (await guard.Judge(new HostPort("x.example", 80), Reach.Private, CancellationToken.None)).Refusal.ShouldNotBeNull().Class.ShouldBe(ErrorClass.Network);
    }

    [Theory]
    [InlineData(Reach.Loopback, true)]
    [InlineData(Reach.Private, false)]
    public async Task A_pull_through_the_gateway_gets_there_only_where_it_may(Reach allowed, bool arrives)
    {
        var (_, http) = await Nginx.Start(bench);
        await using var gateway = new PullGateway(new TargetGuard(), allowed);

        var run = await Pull(gateway, new HttpSource(new Uri($"http://127.0.0.1:{http}/clip.ts?sig=a%2Fb"), HttpKind.Ts));

        run.End.ExitCode.ShouldBe(arrives ? 0 : 1, string.Join('\n', run.Stderr));
        if (!arrives)
            run.Stderr.ShouldContain(line => line.Contains("403 Forbidden"));
    }

    /// <summary>An address for documentation: nobody is there, and nothing is ever sent there.</summary>
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
        await using var gateway = new PullGateway(guard, Reach.Public) { Route = to => Outside.Equals(to.Address) ? new IPEndPoint(IPAddress.Loopback, to.Port) : to };

        var run = await Pull(gateway, new HttpSource(new Uri($"http://outside.example:{http}/evil.m3u8"), HttpKind.Hls));

        asked.ShouldContain("outside.example");
        run.End.ExitCode.ShouldNotBe(0);
        run.Stdout.ShouldBeEmpty();
        asked.Contains("inner.example").ShouldBe(link.StartsWith("http", StringComparison.Ordinal));
    }

    [Fact]
    public void No_source_on_the_network_may_read_a_file_or_anything_local()
    {
        var host = new HostPort("a.example", 9000);
        Source[] sources =
        [
            new SrtSource(host, SrtMode.Caller), new RtmpSource(new RtmpAddress(host, "live", null)), new RtmpSource(new RtmpAddress(host, "live", null, Tls: true)),
            new RtspSource(host, "/"), new HttpSource(new Uri("https://a.example/x"), HttpKind.Hls), new HttpSource(new Uri("http://a.example/x"), HttpKind.Ts),
        ];

        foreach (var source in sources)
        {
            var arguments = source.Plan(FfmpegVersion.Oldest).Arguments;
            var allowed = arguments[arguments.ToList().IndexOf("-protocol_whitelist") + 1].Split(',');
            allowed.Intersect(["file", "data", "pipe", "concat", "subfile", "unix", "fd", "async", "cache"]).ShouldBeEmpty();
            arguments.ToList().IndexOf("-protocol_whitelist").ShouldBeLessThan(arguments.ToList().IndexOf("-i"), "it is an option of the input");
        }
    }

    private Task<ShortRun> Pull(PullGateway gateway, HttpSource source) => ShortRun.Of(
        bench.Launchpad,
        new ChildStart("ffmpeg", ["-hide_banner", "-nostdin", "-loglevel", "level+warning", .. source.ProbeInput(bench.Ffmpeg.Version), "-t", "1", "-c", "copy", "-f", "mpegts", "pipe:1"])
        {
            Environment = new Dictionary<string, string> { ["http_proxy"] = gateway.Address.ToString(), ["no_proxy"] = "" },
        },
        Bench.Patience);
}
