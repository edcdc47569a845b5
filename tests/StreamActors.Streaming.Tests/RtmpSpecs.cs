using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests;

/// <summary>Native RTMP outputs and real servers.</summary>
public sealed class RtmpSpecs : IAsyncLifetime
{
    private readonly TestEngine _testEngine = new();
    private readonly int _port = Ports.Udp();
    private FfmpegSender _sender = null!;
    private ActiveWorkload _input = null!;
    private NginxRtmp _nginx = null!;

    public async Task InitializeAsync()
    {
        _nginx = await NginxRtmp.Start();
        _sender = await FfmpegSender.ToUdp(_port);
        _input = _testEngine.Wake(WorkloadId.Ingest("cam").EntityId);
        _input.Effects.Perform(new StartMedia(TestEngine.Ingest("cam", $"udp://127.0.0.1:{_port}")), 5);
        _input.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => _testEngine.Engine.Relays.Find("cam")?.IsJoinable == true, () => "no key frame");
    }

    public async Task DisposeAsync()
    {
        await _input.DisposeAsync();
        await _testEngine.DisposeAsync();
        await _sender.DisposeAsync();
        await _nginx.DisposeAsync();
    }

    [Fact]
    public async Task What_arrives_is_the_stream_with_every_picture()
    {
        await using var output = Started(_nginx.Url("live"), "key a=1?b&c", driver: "auto");
        output.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => _nginx.ReceivedInAll > 600_000, () => _nginx.Story);
        var figures = (WorkloadFigures)_testEngine.Published[Id("tv").Id];
        (figures.Driver, figures.Child, figures.LostPackets).ShouldBe(("native", null, 0));
        Stop(output).Text.ShouldBe("Stopped.");
        var recording = Directory.GetFiles(Path.GetDirectoryName(_nginx.Recording("x"))!).Single();
        await using var judge = PeerProcess.Start("ffmpeg", ["-v", "warning", "-nostdin", "-i", recording, "-f", "null", "-"]);
        (await judge.Ended()).ShouldBe(0, judge.Story);
        judge.Story.ShouldNotContain("[");
    }

    [Fact]
    public async Task FFmpeg_that_listens_takes_it_and_its_end_is_told()
    {
        var port = Ports.Tcp();
        await using var listener = PeerProcess.Start("ffmpeg",
        [
            "-v", "error", "-nostdin", "-listen", "1", "-i", $"rtmp://127.0.0.1:{port}/live/tv", "-t", "2", "-c", "copy", "-f", "null", "-",
        ]);
        await Ports.Listens(port, () => listener.Story);
        await using var output = Started($"rtmp://127.0.0.1:{port}/live", "tv");
        output.Commands.Next<MediaAccepted>();
        var end = output.Commands.Next<MediaEnded>();
        (end.Class, end.Text).ShouldBe((ErrorClass.EndedByPeer, "The other side closed the connection."));
        listener.Story.Trim().ShouldNotContain('\n'); // it says nothing
    }

    [Fact]
    public async Task A_server_that_is_killed_is_told_and_the_next_one_is_sent_to()
    {
        await using var output = Started(_nginx.Url("live"), "tv");
        output.Commands.Next<MediaAccepted>();
        await _nginx.Kill();
        output.Commands.Next<MediaEnded>().Class.ShouldBe(ErrorClass.EndedByPeer);
        await using var absent = Started(_nginx.Url("live"), "tv", incarnation: 9);
        var refused = absent.Commands.Next<MediaEnded>();
        (refused.Class, refused.Text).ShouldBe(
            (ErrorClass.Network, "Connection refused: nothing listens at that address and port."));
        await _nginx.Restart();
        await using var again = Started(_nginx.Url("live"), "tv", incarnation: 10);
        again.Commands.Next<MediaAccepted>();
        await _nginx.ReceivesMore("tv");
    }

    [Fact]
    public async Task A_server_that_closes_instead_of_taking_it_refuses_it()
    {
        await using var output = Started(_nginx.Url("closed"), "my-private-key");
        var end = output.Commands.Next<MediaEnded>();
        (end.Class, end.Text).ShouldBe((ErrorClass.RefusedAuth,
            "The destination closed the connection instead of taking the stream: mostly a wrong key or application."));
    }

    [Fact]
    public async Task A_second_publisher_of_a_key_may_be_ourselves()
    {
        await using var output = Started(_nginx.Url("live"), "tv");
        output.Commands.Next<MediaAccepted>();
        await using var second = Started(_nginx.Url("live"), "tv", id: "other");
        var end = second.Commands.Next<MediaEnded>();
        (end.Class, end.MayBeOurselves).ShouldBe((ErrorClass.RefusedAuth, true), end.Text);
    }

    [Fact]
    public async Task A_server_that_does_not_read_loses_its_own_media_and_delays_no_other()
    {
        await using var frozen = await NginxRtmp.Start();
        await using var slow = Started(frozen.Url("live"), "tv", id: "slow");
        await using var quick = Started(_nginx.Url("live"), "tv", id: "quick");
        slow.Commands.Next<MediaAccepted>();
        quick.Commands.Next<MediaAccepted>();
        await frozen.Freeze();
        slow.Commands.Next<MediaStalled>();
        await _nginx.ReceivesMore("tv");
        ((WorkloadFigures)_testEngine.Published[Id("quick").Id]).BehindPackets!.Value.ShouldBeLessThan(500);
        await frozen.Thaw();
        slow.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public async Task HEVC_goes_to_a_server_that_takes_it_and_to_no_other_and_a_stream_that_becomes_it_is_asked_for_anew()
    {
        using var server = new RtmpStub();
        await using var output = Started($"rtmp://127.0.0.1:{server.Port}/live", "tv");
        output.Commands.Next<MediaAccepted>();
        await _sender.DisposeAsync();
        _sender = await FfmpegSender.Start($"udp://127.0.0.1:{_port}?pkt_size=1316", "-c:v", "libx265", "-preset", "ultrafast", "-g", "25");
        output.Commands.Next<MediaEnded>().Anew.ShouldBeTrue();
        await using var anew = Started($"rtmp://127.0.0.1:{server.Port}/live", "tv", incarnation: 9);
        anew.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => server.HevcPictures > 50, () => $"{server.HevcPictures} pictures");
        await using var other = Started(_nginx.Url("live"), "tv", id: "other");
        var end = other.Commands.Next<MediaEnded>();
        (end.Class, end.Text).ShouldBe((ErrorClass.Codec, "RTMP cannot carry HEVC. This server does not say that it takes enhanced "
            + "RTMP with hvc1. It starts again by itself when the input sends what RTMP carries."));
    }

    [Fact]
    public async Task What_is_no_RTMP_server_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var output = Started($"rtmp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/live", "tv");
        using (var client = await listener.AcceptTcpClientAsync())
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        output.Commands.Next<MediaEnded>().Class.ShouldBe(ErrorClass.Network);
    }

    [Fact]
    public async Task With_driver_ffmpeg_it_is_an_FFmpeg()
    {
        await using var output = Started(_nginx.Url("live"), "tv", driver: "ffmpeg");
        output.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => _testEngine.Published.TryGetValue(Id("tv").Id, out var f) && f is WorkloadFigures { Driver: "ffmpeg" },
            () => "no FFmpeg");
    }

    private ActiveWorkload Started(string url, string key, string driver = "native", long incarnation = 7, string id = "tv")
    {
        var output = _testEngine.Wake(Id(id));
        var spec = TestEngine.Egress("cam", url);
        var address = spec.Address;
        address = address with
        {
            Secrets = address.Secrets.Add("key", Sealed(key)),
            Options = address.Options.Add("driver", driver),
        };
        output.Effects.Perform(new StartMedia(spec with { Address = address }), incarnation);
        return output;
    }

    private static EntityId Id(string output) => WorkloadId.Egress("cam", 0, output).EntityId;

    private static SealedSecret Sealed(string secret) => new PlainVault().Seal(new Secret(secret), default).AsTask().Result;

    private static MediaEnded Stop(ActiveWorkload output)
    {
        output.Effects.Perform(new StopMedia("ordered off"), 8);
        return output.Commands.Next<MediaEnded>();
    }
}
