using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;
using StreamActors.Wire;

namespace StreamActors.Streaming.Tests;

/// <summary>Addresses are tried with real peers, and each check says what it found.</summary>
public sealed class PreflightSpecs : IAsyncLifetime
{
    private readonly TestEngine _engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task An_SRT_source_tells_its_codecs_and_bit_rate_and_leaves_nothing_behind()
    {
        var port = Ports.Udp();
        await using var sender = await FfmpegSender.ListensSrt(port, "&passphrase=correct-horse-battery");
        var wrong = await Try($"srt://127.0.0.1:{port}", isIngest: true, ("passphrase", "another-long-phrase"));
        (wrong.Result, wrong.Checks[^1].Name).ShouldBe(("fail", "connection"));
        wrong.Checks[^1].Cure.ShouldNotBeNull().ShouldContain("passphrase");
        var right = await Try($"srt://127.0.0.1:{port}", isIngest: true, ("passphrase", "correct-horse-battery"));
        right.Result.ShouldBe("ok", Said(right));
        right.Streams.ShouldBe(["H.264", "AAC"], Said(right));
        right.Checks.Select(c => c.Name).ShouldBe(["host", "connection", "media"]);
        right.Checks[^1].Text.ShouldContain("Mbit/s");
        _engine.Engine.Relays.Find("preflight~1").ShouldBeNull();
        _engine.Engine.Relays.Find("preflight~2").ShouldBeNull();
    }

    [Fact]
    public async Task UDP_tells_the_codecs_where_somebody_sends_and_that_nothing_came_where_nobody_does()
    {
        var port = Ports.Udp();
        await using (await FfmpegSender.ToUdp(port))
        {
            var view = await Try($"udp://127.0.0.1:{port}", isIngest: true);
            view.Streams.ShouldBe(["H.264", "AAC"], Said(view));
        }
        var silent = await Try($"udp://127.0.0.1:{Ports.Udp()}", isIngest: true);
        (silent.Result, silent.Checks[^1].Name).ShouldBe(("warn", "media"), Said(silent));
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        (await Try($"udp://127.0.0.1:{((IPEndPoint)taken.Client.LocalEndPoint!).Port}", isIngest: true)).Result.ShouldBe("fail");
    }

    [Fact]
    public async Task A_source_of_FFmpeg_is_tried_with_FFmpeg_and_its_fault_is_told_in_words()
    {
        var view = await Try("test://bars", isIngest: true);
        view.Result.ShouldBe("ok", Said(view));
        view.Streams.ShouldContain("H.264");
        var closed = await Try($"http://127.0.0.1:{Ports.Tcp()}/live.ts", isIngest: true);
        (closed.Result, closed.Checks[^1].Name).ShouldBe(("fail", "connection"), Said(closed));
        closed.Checks[^1].Text.ShouldContain("refused", Case.Insensitive, Said(closed));
        var missing = await Try("file:///none.ts", isIngest: true);
        missing.Checks[^1].Text.ShouldContain("There is no file 'none.ts'");
    }

    [Fact]
    public async Task An_RTMP_server_is_asked_for_the_key_and_gets_no_media()
    {
        await using var nginx = await NginxRtmp.Start();
        nginx.Validator.Accepts = true;
        var right = await Try(nginx.Url("asks"), isIngest: false, ("key", "studio"));
        right.Result.ShouldBe("ok", Said(right));
        right.Checks[^1].Text.ShouldContain("accepts the stream key");
        nginx.Received("studio").ShouldBe(0);
        nginx.Validator.Accepts = false;
        var wrong = await Try(nginx.Url("asks"), isIngest: false, ("key", "another"));
        (wrong.Result, wrong.Checks[^1].Name).ShouldBe(("fail", "connection"), Said(wrong));
        wrong.Checks[^1].Cure.ShouldNotBeNull().ShouldContain("stream key");
    }

    [Theory]
    [InlineData("rtmp://127.0.0.1:{0}/live", "key")]
    [InlineData("rtsp://127.0.0.1:{0}/live", null)]
    public async Task A_closed_port_is_told_as_such(string url, string? secret)
    {
        var view = await Try(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, Ports.Tcp()), isIngest: false,
            secret is null ? [] : [(secret, "x")]);
        (view.Result, view.Checks[^1].Name).ShouldBe(("fail", "connection"), Said(view));
        view.Checks[^1].Text.ShouldBe("Connection refused: nothing listens at that address and port.");
        view.Checks[^1].Cure.ShouldNotBeNull().ShouldContain("port");
    }

    [Fact]
    public async Task An_SRT_listener_accepts_the_right_passphrase_and_none_answers_where_there_is_none()
    {
        var (srt, udp) = (Ports.Udp(), Ports.Udp());
        await using var listener = await SrtLiveTransmit.ListensAndPassesOn(srt, udp, "&passphrase=correct-horse-battery");
        var right = await Try($"srt://127.0.0.1:{srt}", isIngest: false, ("passphrase", "correct-horse-battery"));
        right.Result.ShouldBe("ok", $"{Said(right)} {listener.Story}");
        var none = await Try($"srt://127.0.0.1:{Ports.Udp()}", isIngest: false);
        none.Checks[^1].Text.ShouldStartWith("The other side does not answer");
    }

    [Fact]
    public async Task What_cannot_be_tested_is_said_and_what_is_not_allowed_is_not_tried()
    {
        (await Try("udp://127.0.0.1:5004", isIngest: false)).Checks.Select(c => (c.Name, c.Result))
            .ShouldBe([("host", "ok"), ("connection", "ok"), ("media", "warn")]);
        var unknown = await Try("rtmp://nobody.invalid/live", isIngest: false, ("key", "x"));
        unknown.Checks.ShouldHaveSingleItem().Text.ShouldBe("The name nobody.invalid cannot be resolved.");
        unknown.Checks[0].Cure.ShouldNotBeNull().ShouldContain("DNS");
        await using var strict = new TestEngine(Reach.Private);
        var local = await Try("rtmp://127.0.0.1/live", isIngest: false, strict, ("key", "x"));
        local.Checks.ShouldHaveSingleItem().Text.ShouldStartWith("127.0.0.1 is this machine.");
        local.Checks[0].Cure.ShouldNotBeNull().ShouldContain("media.reach");
    }

    [Fact]
    public async Task A_listener_is_told_whether_its_port_is_free_and_that_nobody_has_come_yet()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var busy = await Listen($"rtmp://127.0.0.1:{port}/live", ("mode", "listen"));
        busy.Checks.Single().Text.ShouldBe($"The TCP port {port} is in use by another program.");
        var free = await Listen($"rtmp://127.0.0.1:{Ports.Tcp()}/live", ("mode", "listen"));
        free.Checks.Select(c => (c.Name, c.Result)).ShouldBe([("port", "ok"), ("connection", "warn")]);
        (await Listen("srt://", ("mode", "listener"))).Checks[0].Text.ShouldContain("shares the UDP port 8890");
    }

    [Fact]
    public async Task A_recording_is_told_whether_its_folder_can_be_written_to_and_nothing_is_left_there()
    {
        var view = await Try("file:///day/one.ts", isIngest: false);
        view.Result.ShouldBe("ok", Said(view));
        Directory.EnumerateFileSystemEntries(_engine.Media).ShouldBeEmpty();
    }

    private static string Said(PreflightView view) => string.Join(" | ", view.Checks.Select(c => $"{c.Name} {c.Result}: {c.Text}"));

    private Task<PreflightView> Try(string url, bool isIngest, params (string Name, string Value)[] secrets) =>
        Try(url, isIngest, _engine, secrets);

    private Task<PreflightView> Listen(string url, (string Name, string Value) options) =>
        Try(new PlainAddress(url, ImmutableSortedDictionary<string, string>.Empty.Add(options.Name, options.Value),
            ImmutableSortedDictionary<string, Secret>.Empty), isIngest: true, _engine);

    private static Task<PreflightView> Try(string url, bool isIngest, TestEngine engine, params (string Name, string Value)[] secrets) =>
        Try(new PlainAddress(url, ImmutableSortedDictionary<string, string>.Empty,
            secrets.ToImmutableSortedDictionary(s => s.Name, s => new Secret(s.Value), StringComparer.Ordinal)), isIngest, engine);

    private static async Task<PreflightView> Try(PlainAddress address, bool isIngest, TestEngine engine)
    {
        var report = new PreflightReport(TimeProvider.System);
        await engine.Engine.Preflight.Try(address, isIngest, report, CancellationToken.None);
        return report.View;
    }
}
