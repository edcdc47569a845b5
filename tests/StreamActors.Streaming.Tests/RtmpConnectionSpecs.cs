using System.Net;
using System.Security.Cryptography.X509Certificates;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;
using StreamActors.Media.Rtmp;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests;

/// <summary>A native RTMP connection until the server takes the stream, and its TLS.</summary>
public sealed class RtmpConnectionSpecs
{
    [Fact]
    public async Task Over_TLS_a_server_of_a_trusted_certificate_takes_media_that_is_more_than_the_socket_takes_at_once()
    {
        using var certificate = RtmpStub.Certificate("stub.example");
        using var server = new RtmpStub(certificate);
        using var connection = await Open(server.Port, "stub.example", tls: true, certificate);
        server.Publication.ShouldBe(new RtmpPublication("live?backup=1", "key?a=b") { Software = server.Publication!.Software });
        var picture = new byte[3_000_000];
        picture[0] = 0x17;
        server.Reads.Reset();
        for (uint at = 0; at < 5; at++)
            connection.Publisher.Send(RtmpMessageType.Video, at * 40, picture);
        connection.Output.Flush().ShouldBeFalse("the socket took more than it can hold");
        server.Reads.Set();
        await Eventually.Is(connection.Output.Flush, () => $"the socket takes nothing: {connection.Output.Fault}");
        await Eventually.Is(() => server.Media == 15_000_000, () => $"{server.Media} bytes came");
        await Eventually.Is(() => connection.AcknowledgedBytes == connection.Output.SentBytes,
            () => $"{connection.AcknowledgedBytes} of {connection.Output.SentBytes} acknowledged");
    }

    [Theory]
    [InlineData("another.example", true)]
    [InlineData("stub.example", false)]
    public async Task A_certificate_of_another_name_or_of_nobody_is_not_trusted(string name, bool isTrusted)
    {
        using var certificate = RtmpStub.Certificate("stub.example");
        using var server = new RtmpStub(certificate);
        var end = await Ends(() => Open(server.Port, name, tls: true, isTrusted ? certificate : null));
        end.ShouldBe(RtmpEnds.Untrusted);
        server.Publication.ShouldBeNull();
    }

    [Fact]
    public async Task A_port_without_TLS_is_told_as_one()
    {
        using var server = new RtmpStub();
        (await Ends(() => Open(server.Port, "stub.example", tls: true))).ShouldBe(RtmpEnds.NoTls);
    }

    [Theory]
    [InlineData("NetConnection.Connect.InvalidApp", "no application 'live'", ErrorClass.RefusedAuth, false,
        "The destination refused the stream: no application 'live'.")]
    [InlineData("NetConnection.Connect.Rejected", "", ErrorClass.RefusedAuth, false,
        "The destination refused the stream: NetConnection.Connect.Rejected.")]
    [InlineData("NetConnection.Connect.Rejected", "code=403 need auth; authmod=adobe", ErrorClass.RefusedAuth, false,
        "The RTMP server requires a user name and password, or does not accept these: code=403 need auth; authmod=adobe.")]
    [InlineData("NetStream.Publish.BadName", "Stream already publishing", ErrorClass.RefusedAuth, true,
        "The destination says that this stream is already being published, often by our own earlier connection.")]
    public async Task What_a_server_answers_is_told_by_class(string code, string description, ErrorClass error, bool isMaybeUs, string text)
    {
        using var server = new RtmpStub(answer: new AmfObject { { "level", "error" }, { "code", code }, { "description", description } });
        (await Ends(() => Open(server.Port, "127.0.0.1"))).ShouldBe(new DriverEnd(error, text, isMaybeUs));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_told_when_it_has_had_its_time_and_a_stop_is_not_waited_for()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        var opening = Open(((IPEndPoint)silent.LocalEndpoint).Port, "127.0.0.1", stop: stop.Token);
        using var taken = await silent.AcceptTcpClientAsync();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(opening);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_is_asked_about_HEVC_where_the_stream_is_that(bool isHevc)
    {
        using var server = new RtmpStub();
        using var connection = await Open(server.Port, "127.0.0.1", isHevc: isHevc);
        connection.Publisher.TakesHevc.ShouldBe(isHevc);
    }

    [Fact]
    public async Task A_redirect_is_judged_and_followed_with_the_same_key()
    {
        using var second = new RtmpStub();
        using var first = new RtmpStub(answer: Redirect($"rtmp://127.0.0.1:{second.Port}/other/app"));
        await using var testEngine = new TestEngine();
        List<HostPort> judged = [];
        var egress = await RtmpEgress.Start(testEngine.Engine.Relays.Claim("cam"), Address(first.Port, "127.0.0.1", tls: false),
            false, null, null, to => { judged.Add(to); return Allowed(to); }, TimeProvider.System, default);
        (second.Publication!.Application, second.Publication.Name).ShouldBe(("other/app", "key?a=b"));
        judged.Select(j => j.Port).ShouldBe([first.Port, second.Port]);
        egress.Stop();
        (await egress.Ended).ShouldBe(DriverEnd.Wanted);
    }

    [Fact]
    public async Task A_redirect_to_where_nothing_may_connect_is_refused()
    {
        using var first = new RtmpStub(answer: Redirect("rtmp://inner.example/live"));
        await using var testEngine = new TestEngine();
        var refusal = new DriverEnd(ErrorClass.BadUrl, "inner.example is in the private network.");
        (await Ends(() => RtmpEgress.Start(testEngine.Engine.Relays.Claim("cam"), Address(first.Port, "127.0.0.1", tls: false),
            false, null, null, to => to.Host == "127.0.0.1" ? Allowed(to) : throw new NotStartedException(refusal),
            TimeProvider.System, default)))
            .ShouldBe(refusal);
    }

    /// <summary>The same server takes FFmpeg's answers, and refuses its wrong ones: RtmpSpecs of the FFmpeg tests.</summary>
    [Fact]
    public async Task User_and_password_answer_the_challenge_of_a_server_and_a_wrong_password_is_told_and_never_printed()
    {
        using var server = new RtmpPeer(("ann%41", "p:w&=%41"));
        await Ends(() => Open("p:w&=%41")); // it leaves when it has the key
        (await server.Stream).ShouldBe("key?a=b");
        server.Applications.Count.ShouldBe(3);
        server.Applications.First().ShouldBe("live");
        var end = await Ends(() => Open("my-private-word"));
        end.ShouldBe(new DriverEnd(ErrorClass.RefusedAuth, "The RTMP server requires a user name and password, or does not accept these: "
            + "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=-."));
        server.Applications.Count.ShouldBe(6);

        Task<RtmpConnection> Open(string password) => RtmpConnection.Open(
            new RtmpAddress(new HostPort("127.0.0.1", server.Port), "live", new Secret("key?a=b"))
            {
                User = "ann%41",
                Password = new Secret(password),
            }, false, IPAddress.Loopback, default);
    }

    private static AmfObject Redirect(string to) => new()
    {
        { "level", "error" }, { "code", "NetConnection.Connect.Rejected" }, { "description", "redirect" },
        { "ex", new AmfObject { { "code", 302.0 }, { "redirect", to } } },
    };

    private static Task<GuardedTarget> Allowed(HostPort to) =>
        Task.FromResult(new GuardedTarget(to, Reach.Loopback, [IPAddress.Loopback], null));

    private static RtmpAddress Address(int port, string name, bool tls) =>
        new(new HostPort(name, port), "live?backup=1", new Secret("key?a=b"), tls);

    private static Task<RtmpConnection> Open(int port, string name, bool tls = false, X509Certificate2? trusted = null,
        CancellationToken stop = default, bool isHevc = false)
    {
        X509ChainPolicy? trust = null;
        if (trusted is not null)
        {
            trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.Add(trusted);
        }
        return RtmpConnection.Open(Address(port, name, tls), isHevc, IPAddress.Loopback, stop, trust);
    }

    private static async Task<DriverEnd> Ends<T>(Func<Task<T>> start) => (await Should.ThrowAsync<NotStartedException>(start)).End;
}
