using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Rtmp;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

public sealed class RtmpPlayerSpecs
{
    [Theory]
    [InlineData("relay", "cam?key=sesame")]
    [InlineData("/relay/", "cam?a=b&key=sesame")]
    [InlineData("relay/cam?key=sesame", "")]
    [InlineData("relay?key=sesame", "cam")]
    [InlineData("relay", "cam?key=%73esame")]
    public void Input_and_key_are_found_however_the_player_splits_them(string application, string name) =>
        RtmpRoute.Player(new RtmpPublication(application, name)).ShouldBe(("cam", "sesame"));

    [Theory]
    [InlineData("live", "cam?key=sesame")]
    [InlineData("relay", "")]
    [InlineData("relays", "cam")]
    public void What_is_not_below_the_application_of_players_is_none(string application, string name) =>
        RtmpRoute.Player(new RtmpPublication(application, name)).ShouldBeNull();

    [Fact]
    public async Task RTMPS_plays_too_on_ports_that_are_open_without_an_RTMP_input_and_a_key_that_ends_ends_the_player()
    {
        var folder = Directory.CreateTempSubdirectory("sa-rtmps-").FullName;
        await PeerProcess.Run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", $"{folder}/key.pem", "-out",
            $"{folder}/cert.pem", "-days", "2", "-subj", "/CN=localhost"]);
        var (plain, tls, udp) = (Ports.Tcp(), Ports.Tcp(), Ports.Udp());
        await using var testEngine = new TestEngine(rtmp: new RtmpOptions
        {
            Listen = OptionalAddress.Parse($"127.0.0.1:{plain}", null), TlsListen = OptionalAddress.Parse($"127.0.0.1:{tls}", null),
            Certificate = $"{folder}/cert.pem", Key = $"{folder}/key.pem",
        });
        using var valid = testEngine.Keys["sesame"] = new CancellationTokenSource();
        await using var input = testEngine.Wake(WorkloadId.Ingest("cam").EntityId);
        var spec = TestEngine.Ingest("cam", $"udp://127.0.0.1:{udp}");
        input.Effects.Perform(new WatchSource(spec), 4);
        input.Effects.Perform(new StartMedia(spec), 5);
        await using var sender = await FfmpegSender.ToUdp(udp);
        input.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => testEngine.Engine.Relays.Find("cam")!.IsJoinable, () => sender.Story);
        await Ports.Listens(tls, () => "The port for RTMPS is not open.");

        await using var first = Play($"rtmps://127.0.0.1:{tls}/relay/cam?key=sesame", "-t", "3");
        (await first.Ended()).ShouldBe(0, first.Story);
        await using var second = Play($"rtmp://127.0.0.1:{plain}/relay/cam?key=sesame");
        await Eventually.Is(() => testEngine.Engine.Readers.Of("cam") is [{ Protocol: "rtmp", Bytes: > 100_000 }], () => second.Story);
        await valid.CancelAsync();
        await second.Ended();
        await Eventually.Is(() => testEngine.Engine.Readers.Of("cam").Count == 0, () => second.Story);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task While_the_server_starts_a_player_is_told_to_try_again()
    {
        var port = Ports.Tcp();
        await using var testEngine = new TestEngine(
            rtmp: new RtmpOptions { Listen = OptionalAddress.Parse($"127.0.0.1:{port}", null) }) { IsReady = false };
        await Ports.Listens(port, () => "The port is not open.");
        await using var player = Play($"rtmp://127.0.0.1:{port}/relay/cam?key=sesame");
        (await player.Ended()).ShouldNotBe(0);
        player.Story.ShouldContain("The server is still reading its journal: try again in a moment.");
    }

    private static PeerProcess Play(string url, params string[] more) =>
        PeerProcess.Start("ffmpeg", ["-v", "error", "-nostdin", "-i", url, "-c", "copy", .. more, "-f", "null", "-"]);
}
