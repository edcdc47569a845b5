using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Rtmp;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

public sealed class RtmpInputSpecs : IAsyncDisposable
{
    private readonly TestEngine _testEngine = new();
    private readonly int _port = Ports.Tcp();
    private readonly List<ActiveWorkload> _inputs = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var input in _inputs)
            await input.DisposeAsync();
        await _testEngine.DisposeAsync();
    }

    [Fact]
    public async Task Several_inputs_on_one_port_get_their_own_publishers()
    {
        var (one, two) = (Started("one"), Started("two"));
        using var second = TestPublisher.Connect(_port, "live", "two").Accepted();
        second.SendSound(50);
        two.Commands.Next<MediaAccepted>();
        one.Commands.Has<MediaAccepted>().ShouldBeFalse();
        using var first = TestPublisher.Connect(_port, "live", "one").Accepted();
        first.SendSound(50);
        one.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Figures("two") is { Publisher: { } peer, Bytes: > 20_000, Driver: "native" }
            && peer.Address.StartsWith("127.0.0.1:", StringComparison.Ordinal), () => $"{Figures("two")}");
    }

    [Fact]
    public async Task A_wrong_key_and_a_wrong_application_are_refused_and_counted()
    {
        Started("one");
        using var key = TestPublisher.Connect(_port, "live", "other");
        key.Refusal!.ShouldBe(
            new RtmpRefusal(RtmpRefusalType.BadName, "NetStream.Publish.BadName", "No input has this application and stream key."));
        using var application = TestPublisher.Connect(_port, "test", "one");
        application.Refusal!.Code.ShouldBe("NetConnection.Connect.Rejected");
        await Eventually.Is(() => Figures("one") is { RefusedPeers: 1, Publisher: null }, () => $"{Figures("one")}");
    }

    [Theory]
    [InlineData("live", "one")]
    [InlineData("live/one", "")]
    [InlineData("/live/", "one")]
    [InlineData("live?token=1", "one")]
    public void Application_and_key_are_one_however_the_publisher_splits_them(string application, string key)
    {
        Started("one");
        TestPublisher.Connect(_port, application, key).Accepted().Dispose();
    }

    [Fact]
    public void Without_a_key_any_publisher_of_the_application_is_let_in_but_those_of_other_inputs_go_there()
    {
        var (any, one) = (Started("any", key: null), Started("one"));
        using var first = TestPublisher.Connect(_port, "live", "one").Accepted();
        first.SendSound(50);
        one.Commands.Next<MediaAccepted>();
        using var second = TestPublisher.Connect(_port, "live", "whatever").Accepted();
        second.SendSound(50);
        any.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public void A_second_publisher_is_refused_and_the_first_goes_on()
    {
        var input = Started("one");
        using var first = TestPublisher.Connect(_port, "live", "one").Accepted();
        first.SendSound(50);
        input.Commands.Next<MediaAccepted>();
        using var second = TestPublisher.Connect(_port, "live", "one");
        (second.Refusal!.Code, second.Refusal.Description).ShouldBe(
            ("NetStream.Publish.BadName", "Another publisher is connected to this input."));
        first.SendSound(50);
    }

    [Fact]
    public async Task With_take_over_the_second_publisher_replaces_the_first_which_is_told()
    {
        var input = Started("one", options: ("second-publisher", "take-over"));
        using var first = TestPublisher.Connect(_port, "live", "one").Accepted();
        first.SendSound(50);
        input.Commands.Next<MediaAccepted>();
        using var second = TestPublisher.Connect(_port, "live", "one").Accepted();
        first.UntilRefused();
        first.Refusal!.Description.ShouldStartWith("Another publisher, 127.0.0.1:");
        var before = Published("one");
        second.SendSound(50);
        await Eventually.Is(() => Published("one") > before, () => "Nothing comes of the second publisher.");
    }

    [Fact]
    public async Task A_publisher_that_sends_nothing_gives_way_after_some_seconds()
    {
        Started("one");
        using var first = TestPublisher.Connect(_port, "live", "one").Accepted();
        TestPublisher? second = null;
        await Eventually.Is(() =>
        {
            second?.Dispose();
            second = TestPublisher.Connect(_port, "live", "one");
            return second.Refusal is null;
        }, () => $"{second!.Refusal}");
        second!.Dispose();
    }

    [Fact]
    public void When_the_publisher_goes_the_input_says_so_at_once_and_waits_for_its_return()
    {
        var input = Started("one", stallSeconds: 60);
        using (var first = TestPublisher.Connect(_port, "live", "one").Accepted())
        {
            first.SendSound(50);
            input.Commands.Next<MediaAccepted>();
        }
        input.Commands.Next<MediaStalled>().Why.ShouldMatch("^The publisher 127.0.0.1:[0-9]+ has disconnected.$");
        using var back = TestPublisher.Connect(_port, "live", "one").Accepted();
        back.SendSound(50);
        input.Commands.Next<MediaAccepted>();
        input.Commands.Has<MediaEnded>().ShouldBeFalse();
    }

    [Fact]
    public void Two_inputs_cannot_have_one_key_and_the_refusal_names_the_other()
    {
        Started("one");
        var other = Started("other", key: "one", wait: false);
        var end = other.Commands.Next<MediaEnded>();
        (end.Class, end.Text).ShouldBe((ErrorClass.BadUrl,
            $"The input one has the same application and stream key on 0.0.0.0:{_port}: give one of them another key."));
        TestPublisher.Connect(_port, "live", "one").Accepted().Dispose();
    }

    [Fact]
    public async Task The_port_is_open_as_long_as_an_input_needs_it()
    {
        var (one, two) = (Started("one"), Started("two"));
        using var publisher = TestPublisher.Connect(_port, "live", "one").Accepted();
        one.Effects.Perform(new StopMedia("ordered off"), 8);
        one.Commands.Next<MediaEnded>();
        publisher.UntilRefused();
        publisher.Refusal!.Description.ShouldBe("The input was stopped.");
        TestPublisher.Connect(_port, "live", "two").Accepted().Dispose();
        two.Effects.Perform(new StopMedia("ordered off"), 8);
        two.Commands.Next<MediaEnded>();
        await Eventually.Is(() =>
        {
            try
            {
                TestPublisher.Dial(_port).Dispose();
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        }, () => "The port is still open.");
    }

    [Fact]
    public async Task A_codec_that_MPEG_TS_cannot_carry_is_refused_with_the_reason_and_the_input_takes_the_next_publisher()
    {
        var input = Started("one");
        using var publisher = TestPublisher.Connect(_port, "live", "one").Accepted();
        publisher.Send(RtmpMessageType.Video, [0x12, 0, 0, 0, 0]); // Sorenson H.263
        publisher.UntilRefused();
        publisher.Refusal!.Description.ShouldMatch("^The publisher 127.0.0.1:[0-9]+ was disconnected: .*H.263");
        await Eventually.Is(() => Figures("one") is { RefusedPeers: 1 }, () => $"{Figures("one")}");
        _testEngine.Inputs.Happened.OfType<PublisherRefused>().ShouldHaveSingleItem().Reason.ShouldContain("H.263");
        await Eventually.Is(() => TestPublisher.Connect(_port, "live", "one") is { Refusal: null } next && Sends(next), () => "refused");
        input.Commands.Next<MediaAccepted>();
        input.Commands.Has<MediaEnded>().ShouldBeFalse();

        static bool Sends(TestPublisher next)
        {
            next.SendSound(150); // more than the two seconds in which a video track is waited for
            return true;
        }
    }

    [Fact]
    public async Task Once_the_stream_has_no_video_any_more_an_RTMP_output_that_joins_later_begins_with_audio()
    {
        var input = Started("one");
        await using var both = await FfmpegSender.Start($"rtmp://127.0.0.1:{_port}/live/one");
        input.Commands.Next<MediaAccepted>();
        using var first = new RtmpStub();
        await using var early = Output("early", first);
        early.Commands.Next<MediaAccepted>();
        await both.Kill();
        await using var sound = await FfmpegSender.Start($"rtmp://127.0.0.1:{_port}/live/one", "-vn");
        await Eventually.Is(() => Figures("one") is { Stream.Codings: ["Aac"] }, () => sound.Story);
        using var second = new RtmpStub();
        await using var late = Output("late", second);
        late.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public async Task Other_protocols_are_disconnected_and_disturb_nobody()
    {
        var input = Started("one");
        using var publisher = TestPublisher.Connect(_port, "live", "one").Accepted();
        foreach (var garbage in (string[])["GET / HTTP/1.1\r\n\r\n", "\x03" + new string('x', 10_000), "\x16\x03\x01"])
        {
            await using var stream = TestPublisher.Dial(_port);
            stream.Write(Encoding.Latin1.GetBytes(garbage));
            try
            {
                while (stream.Read(new byte[4096]) > 0)
                {
                }
            }
            catch (IOException)
            {
                // Reset, since it did not read everything.
            }
        }
        publisher.SendSound(50);
        input.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public async Task RTMPS_on_a_port_of_its_own_leads_to_the_same_inputs()
    {
        var folder = Directory.CreateTempSubdirectory("sa-rtmps-").FullName;
        await PeerProcess.Run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", $"{folder}/key.pem", "-out",
            $"{folder}/cert.pem", "-days", "2", "-subj", "/CN=localhost"]);
        var tls = Ports.Tcp();
        await using var testEngine = new TestEngine(rtmp: new RtmpOptions
            { TlsListen = OptionalAddress.Parse($"localhost:{tls}", null), Certificate = $"{folder}/cert.pem", Key = $"{folder}/key.pem" });
        await using var input = Started("one", testEngine: testEngine);
        using var publisher = TestPublisher.Connect(tls, "live", "one", tls: true).Accepted();
        publisher.SendSound(50);
        input.Commands.Next<MediaAccepted>();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("H264 Aac")]
    [InlineData("Aac", "-vn")]
    [InlineData("H264", "-an")]
    public async Task Ffmpeg_publishes(string codings, params string[] more)
    {
        var input = Started("one");
        await using var sender = await FfmpegSender.Start($"rtmp://127.0.0.1:{_port}/live/one", more);
        input.Commands.Next<MediaAccepted>();
        await Eventually.Is(
            () => Figures("one") is { Stream: { ContinuityErrors: 0 } stream } f && string.Join(' ', stream.Codings) == codings
                && f.Publisher!.Software.StartsWith("Lavf", StringComparison.Ordinal) && f.BitsPerSecond > 50_000,
            () => $"{Figures("one")} {string.Join(' ', Figures("one")?.Stream?.Codings ?? [])} {sender.Story}");
        await sender.Kill();
        input.Commands.Next<MediaStalled>();
        await sender.Restart();
        input.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public async Task GStreamer_publishes()
    {
        var input = Started("one");
        var clip = (await Clip.Shared()).Path;
        await using var sender = PeerProcess.Start("gst-launch-1.0", [
            "filesrc", $"location={clip}", "!", "tsdemux", "name=d", "d.", "!", "queue", "!", "h264parse", "!", "flvmux", "name=m",
            "streamable=true", "!", "rtmp2sink", $"location=rtmp://127.0.0.1:{_port}/live/one", "sync=true", "d.", "!", "queue", "!",
            "aacparse", "!", "m."]);
        input.Commands.Next<MediaAccepted>();
        await Eventually.Is(
            () => Figures("one") is { Stream: { ContinuityErrors: 0, Codings: ["H264", "Aac"] }, BitsPerSecond: > 50_000 },
            () => $"{Figures("one")} {sender.Story}");
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Ffmpeg_with_a_wrong_key_ends_with_the_reason(string key)
    {
        Started("one");
        await using var sender = await FfmpegSender.Start($"rtmp://127.0.0.1:{_port}/live/{key}");
        (await sender.Ended()).ShouldNotBe(0);
        sender.Story.ShouldContain("No input has this application and stream key.");
    }

    private ActiveWorkload Output(string id, RtmpStub destination)
    {
        var spec = TestEngine.Egress("one", $"rtmp://127.0.0.1:{destination.Port}/live");
        var output = _testEngine.Wake(WorkloadId.Egress("one", 0, id).EntityId);
        output.Effects.Perform(new StartMedia(spec with
        {
            Address = spec.Address with { Secrets = spec.Address.Secrets.Add("key", Sealed(id)) },
        }), 7);
        return output;
    }

    private WorkloadFigures? Figures(string input) =>
        _testEngine.Published.GetValueOrDefault(WorkloadId.Ingest(input).EntityId.Id) as WorkloadFigures;

    private long Published(string input) => _testEngine.Engine.Relays.Find(input)!.Live.Published;

    private ActiveWorkload Started(string input, string? key = "", bool wait = true, double stallSeconds = 10,
        TestEngine? testEngine = null,
        params (string, string)[] options)
    {
        var spec = new WorkloadSpec(WorkloadType.Ingest, input, new Address($"rtmp://0.0.0.0:{_port}/live")
        {
            Options = options.Append(("mode", "listen")).ToImmutableSortedDictionary(o => o.Item1, o => o.Item2, StringComparer.Ordinal),
            Secrets = key is null ? ImmutableSortedDictionary<string, SealedSecret>.Empty
                : ImmutableSortedDictionary<string, SealedSecret>.Empty.Add("key", Sealed(key.Length > 0 ? key : input)),
        }, TimeSpan.FromSeconds(stallSeconds));
        (testEngine ?? _testEngine).Inputs.Create(input, spec.Address);
        var awake = (testEngine ?? _testEngine).Wake(WorkloadId.Ingest(input).EntityId);
        if (testEngine is null)
            _inputs.Add(awake);
        awake.Effects.Perform(new WatchSource(spec), 4);
        awake.Effects.Perform(new StartMedia(spec), 5);
        if (wait)
        {
            var id = WorkloadId.Ingest(input).EntityId.Id;
            Eventually.Is(() => (testEngine ?? _testEngine).Published.ContainsKey(id), () => "It does not start.").Wait();
        }
        return awake;
    }

    private static SealedSecret Sealed(string key) => new(Guid.Empty, Convert.ToBase64String(Encoding.UTF8.GetBytes(key)));
}
