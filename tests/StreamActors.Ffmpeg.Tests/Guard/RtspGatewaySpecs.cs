using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg.Tests.Real;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg.Tests.Guard;

/// <summary>
/// Real FFmpeg, and servers that redirect it. External hosts are really on loopback: their addresses are those for documentation.
/// </summary>
public sealed class RtspGatewaySpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    private static readonly IPAddress Outside = IPAddress.Parse("192.0.2.10");

    [Theory]
    [InlineData("OPTIONS", "rtsp://127.0.0.1:{0}/x", "127.0.0.1 is this machine")]
    [InlineData("DESCRIBE", "rtsp://127.0.0.1:{0}/x", "127.0.0.1 is this machine")]
    [InlineData("SETUP", "rtsp://inner.example:{0}/x", "inner.example (127.0.0.1) is this machine")]
    [InlineData("DESCRIBE", "rtsp://169.254.169.254/latest", "169.254.169.254 is a link-local address")]
    [InlineData("DESCRIBE", "rtsp://10.0.0.1/x", "10.0.0.1 is in the private network")]
    [InlineData("DESCRIBE", "satip://127.0.0.1:{0}/x", "is not an rtsp:// URL")]
    [InlineData("DESCRIBE", "rtsps://127.0.0.1:{0}/x", "is not an rtsp:// URL")]
    public async Task A_redirect_leads_to_no_inner_host(string method, string location, string why)
    {
        using var inner = new TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        using var hostile = new RtspPeer(await Clip(), "ann", "sesame")
        {
            Instead = m =>
                m == method ? $"302 Found\r\nLocation: {string.Format(null, location, ((IPEndPoint)inner.LocalEndpoint).Port)}" : null,
        };

        var run = await Pull(Camera(hostile.Port));

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        var end = (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        (end.Class, end.Sentence).ShouldBe((ErrorClass.BadUrl, end.Sentence));
        end.Sentence.ShouldContain(why);
        inner.Pending().ShouldBeFalse("nothing was connected to the inner host");
    }

    /// <summary>
    /// FFmpeg reads these as a redirect, and a careless proxy as something else: more blanks, a code with a suffix, a response to no
    /// request, two lengths.
    /// </summary>
    [Theory]
    [InlineData(" 302 Found\r\nLocation: {0}")]
    [InlineData("\t302 Found\r\nLocation: {0}")]
    [InlineData("302x Found\r\nLocation: {0}")]
    [InlineData("302 Found\r\nCSeq: 999\r\nLocation: {0}")]
    [InlineData("302 Found\r\nCSeq: 999")]
    [InlineData("200 OK\nCSeq: 1\n\nRTSP/1.0 302 Found\nLocation: {0}\nCSeq: 2\n")]
    [InlineData("200 OK\r\nCSeq: 1\r\nContent-Length: {1}\r\nContent-Length: 0\r\n\r\nRTSP/1.0 302 Found\r\nLocation: {0}")]
    [InlineData("200 OK\r\nCSeq: 1\r\nContent-Length: 0\r\nContent-Length: {1}\r\n\r\nRTSP/1.0  302 Found\r\nLocation: {0}")]
    public async Task A_redirect_in_disguise_leads_nowhere(string answer)
    {
        using var inner = new TcpListener(IPAddress.Loopback, 0);
        inner.Start();
        var location = $"rtsp://{inner.LocalEndpoint}/x";
        var length = $"RTSP/1.0 302 Found\r\nLocation: {location}\r\nCSeq: 1\r\n\r\n".Length;
        using var hostile = new RtspPeer(await Clip(), "ann", "sesame") {
            Instead = m => m == "OPTIONS" ? string.Format(null, answer, location, length) : null };

        var run = await Pull(Camera(hostile.Port));

        (await FfmpegBench.Take(run, 1)).Length.ShouldBeLessThanOrEqualTo(1);
        run.Output.Dispose();
        await run.Ended.WaitAsync(FfmpegBench.Timeout);
        inner.Pending().ShouldBeFalse($"nothing was connected to the inner host\n{FfmpegBench.Said(run)}");
    }

    [Theory]
    [InlineData("RTSP/1.0  302 Moved on\r\nCSeq: 1", "RTSP/1.0 302 Moved on\r\nCSeq: 1\r\n\r\n")]
    [InlineData("RTSP/1.0 200\r\nCSeq : 1\r\n$a  : x\r\n Location: y\r\nX-É: z", "RTSP/1.0 200 \r\nCSeq: 1\r\n\r\n")]
    [InlineData("RTSP/1.0 200 OK\nLocation: y\r\nCSeq: 1", null)]
    [InlineData("RTSP/1.0 200 OK\r\nA: b\rLocation: y", null)]
    [InlineData("RTSP/1.0 0302 Found", null)]
    [InlineData("RTSP/1.0 302x Found", null)]
    [InlineData("RTSP/1.0", null)]
    [InlineData("OPTIONS rtsp://a/b c RTSP/1.0", null)]
    public void A_message_goes_on_as_it_was_understood_and_not_as_it_came(string head, string? onward) =>
        (RtspMessage.Parse(head, []) is { } message ? System.Text.Encoding.Latin1.GetString(message.ToBytes()) : null).ShouldBe(onward);

    [Fact]
    public async Task A_redirect_to_another_server_outside_is_followed()
    {
        using var other = new RtspPeer(await Clip(), "ann", "sesame") { Digest = true };
        using var first = new RtspPeer(await Clip(), "ann", "sesame")
        {
            Instead = m => m == "DESCRIBE" ? $"302 Found\r\nLocation: rtsp://other.example:{other.Port}/moved?x=y" : null,
        };

        var run = await Pull(Camera(first.Port));

        FfmpegBench.ShouldBeStream(await FfmpegBench.Take(run, 100_000), run);
        run.Output.Dispose();
        other.Requests.ShouldContain($"DESCRIBE rtsp://other.example:{other.Port}/moved?x=y RTSP/1.0");
    }

    [Fact]
    public async Task A_server_that_redirects_without_end_is_given_up()
    {
        RtspPeer? self = null;
        using var server = new RtspPeer(await Clip(), "ann", "sesame") {
            Instead = m => m == "DESCRIBE" ? $"302 Found\r\nLocation: rtsp://outside.example:{self!.Port}/again" : null };
        self = server;

        var run = await Pull(Camera(server.Port));

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull().Sentence.ShouldBe(
            "The server redirects more than 5 times.");
    }

    [Theory]
    [InlineData(RtspTransport.Tcp, false)]
    [InlineData(RtspTransport.Tcp, true)]
    [InlineData(RtspTransport.Udp, true)]
    public async Task A_camera_plays_and_its_password_is_in_no_argument(RtspTransport transport, bool digest)
    {
        using var camera = new RtspPeer(await Clip(), "ann", "sesame street") { Digest = digest };

        var run = await Pull(Camera(camera.Port, transport, "sesame street"));

        var taken = await FfmpegBench.Take(run, 400_000);
        FfmpegBench.ShouldBeStream(taken, run);
        taken.Length.ShouldBe(400_000, FfmpegBench.Said(run));
        var arguments = await File.ReadAllTextAsync($"/proc/{run.Pid}/cmdline");
        arguments.ShouldNotContain("sesame");
        arguments.ShouldNotContain("outside.example");
        run.Output.Dispose();
        await run.Ended.WaitAsync(FfmpegBench.Timeout);
        FfmpegBench.Said(run).ShouldNotContain("RTP: missed", Case.Sensitive, "datagrams that overtook each other are put in order");
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    public async Task Datagrams_go_to_no_other_address_that_a_server_names(string source)
    {
        using var hostile = new RtspPeer(await Clip(), "ann", "sesame") { TransportToo = $";source={source}" };

        var run = await Pull(Camera(hostile.Port, RtspTransport.Udp));

        (await FfmpegBench.Take(run, 1)).ShouldBeEmpty();
        var end = (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull();
        (end.Class, end.Sentence).ShouldBe(
            (ErrorClass.BadUrl, $"The server sends its media from {source}, which is nearer to this machine than the server itself."));
    }

    [Fact]
    public async Task A_stranger_gets_nothing_through_a_gateway_and_it_takes_one_connection_at_a_time()
    {
        using var camera = new RtspPeer(await Clip(), "ann", "sesame");
        var connect = new CheckedConnection(new TargetGuard(), Reach.Loopback);
        await using var gateway = new RtspGateway(connect, new RtspLink(new HostPort("127.0.0.1", camera.Port), "/x", RtspTransport.Tcp));
        using var stranger = await Connect(gateway);
        using var ffmpeg = await Connect(gateway);
        using var second = await Connect(gateway);

        (await Ask(stranger, $"OPTIONS rtsp://127.0.0.1:{camera.Port}/x")).ShouldStartWith("RTSP/1.0 401 ");
        (await Ask(ffmpeg, $"OPTIONS {gateway.Url}")).ShouldStartWith("RTSP/1.0 200 ");
        (await Ask(second, $"OPTIONS {gateway.Url}")).ShouldStartWith("RTSP/1.0 401 ");
        camera.Requests.ShouldBe([$"OPTIONS rtsp://127.0.0.1:{camera.Port}/x RTSP/1.0"]);
    }

    [Fact]
    public async Task Once_media_flows_nobody_else_gets_in()
    {
        using var camera = new RtspPeer(await Clip(), "ann", "sesame");
        var connect = new CheckedConnection(new TargetGuard(), Reach.Loopback);
        var link = new RtspLink(new HostPort("127.0.0.1", camera.Port), "/x", RtspTransport.Tcp) { User = "ann",
            Password = new Secret("sesame") };
        await using var gateway = new RtspGateway(connect, link);
        using var ffmpeg = await Connect(gateway);

        (await Ask(ffmpeg, $"PLAY {gateway.Url}")).ShouldStartWith("RTSP/1.0 200 ");

        await Should.ThrowAsync<SocketException>(() => Connect(gateway));
    }

    [Fact]
    public void A_digest_is_that_of_the_standard()
    {
        var challenge =
            RtspCredentials.Fields(
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc\"");
        var credentials = new RtspCredentials(new RtspLink(new HostPort("a", 1), "/", RtspTransport.Tcp) { User = "Mufasa",
            Password = new Secret("Circle Of Life") });

        // RFC 2617, 3.5
        credentials.Digest(challenge, "GET", "/dir/index.html", "0a4f113b").ShouldContain("response=\"6629fae49393a05397450978507c4ef1\"");
    }

    [Fact]
    public void A_user_with_quotes_is_one_value_of_the_header()
    {
        var credentials = new RtspCredentials(new RtspLink(new HostPort("a", 1), "/", RtspTransport.Tcp) { User = "an\", uri=\"/\\ü" });

        credentials.Digest(RtspCredentials.Fields("Digest realm=\"r\", nonce=\"n\""), "GET", "/x", "c")
            .ShouldStartWith("Digest username=\"an\\\", uri=\\\"/\\\\Ã¼\", realm=\"r\"");
    }

    [Fact]
    public void A_password_goes_to_no_other_host_as_it_is()
    {
        var camera = new HostPort("camera.example", 554);
        var credentials =
            new RtspCredentials(new RtspLink(camera, "/", RtspTransport.Tcp) { User = "ann", Password = new Secret("sesame") });

        credentials.Note(["Basic realm=\"cam\""], camera).ShouldBeTrue();
        credentials.Note(["Basic realm=\"cam\""], camera with { Host = "other.example" }).ShouldBeFalse();
        credentials.Note(["Digest realm=\"cam\", nonce=\"n\"", "Basic realm=\"cam\""], camera with { Host = "other.example" })
            .ShouldBeTrue();
        credentials.For("DESCRIBE", "rtsp://other.example/")!.ShouldStartWith("Digest ");
    }

    private static RtspSource Camera(int port, RtspTransport transport = RtspTransport.Tcp, string password = "sesame") =>
        new(new RtspLink(new HostPort("outside.example", port), "/live?cam=1", transport) { User = "ann",
        Password = new Secret(password) });

    private async Task<FfmpegRun> Pull(RtspSource source)
    {
        var guard = new TargetGuard((host, _) => Task.FromResult<IPAddress[]>([host == "inner.example" ? IPAddress.Loopback : Outside]));
        var gateways =
            new PullGateways(guard) { Route = to => Outside.Equals(to.Address) ? new IPEndPoint(IPAddress.Loopback, to.Port) : to };
        var ffmpeg = await FfmpegInstallation.Find(bench.Launcher, gateways: gateways);
        return await ffmpeg.Run(source.Plan(ffmpeg.Version), "in", Reach.Public);
    }

    private static async Task<TcpClient> Connect(RtspGateway gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(gateway.Url).Port);
        return client;
    }

    private static async Task<string> Ask(TcpClient client, string request)
    {
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{request} RTSP/1.0\r\nCSeq: 1\r\n\r\n"));
        var answer = new byte[1000];
        return System.Text.Encoding.ASCII.GetString(answer, 0,
            await client.GetStream().ReadAsync(answer).AsTask().WaitAsync(FfmpegBench.Timeout));
    }

    private Task<byte[]> Clip() => File.ReadAllBytesAsync(bench.Clip);
}
