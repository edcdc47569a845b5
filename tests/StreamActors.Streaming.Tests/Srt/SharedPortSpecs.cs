using System.Collections.Immutable;
using System.Text;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Srt;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Srt;

/// <summary>Inputs on one SRT port, whose publishers name them in their stream IDs.</summary>
public sealed class SharedPortSpecs : IAsyncDisposable
{
    private const string Phrase = "correct horse battery";

    /// <summary>A latency with which a busy machine loses nothing: what comes later than that is left out.</summary>
    private static readonly (string, string?) Patient = ("latency-ms", "2000");

    private readonly int _port = Ports.Udp();
    private readonly StoppingClock _clock = new();
    private readonly TestEngine _testEngine;
    private readonly List<ActiveWorkload> _inputs = [];

    public SharedPortSpecs() => _testEngine = new TestEngine(srt: new() { Port = _port }, clock: _clock);

    public async ValueTask DisposeAsync()
    {
        foreach (var input in _inputs)
            await input.DisposeAsync();
        await _testEngine.DisposeAsync();
    }

    [Theory]
    [InlineData("publish:one:key-of-one")]
    [InlineData("publish:one:ann:key-of-one")]
    [InlineData("#!::r=one,m=publish,s=key-of-one")]
    [InlineData("#!::u=ann,s=key-of-one,m=publish,r=/one")]
    public async Task Ffmpeg_publishes_to_the_input_it_names(string streamId)
    {
        var (one, two) = (Started("one", Patient), Started("two"));
        await using var sender = await FfmpegSender.CallsSrt(_port, $"&streamid={streamId}");
        one.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Figures("one") is
            { Driver: "native", Stream.ContinuityErrors: 0, Bytes: > 100_000, Links: [{ LatencyMs: 2000 }], Publisher: not null },
            () => $"{Figures("one")} {sender.Story}");
        two.Commands.Has<MediaAccepted>().ShouldBeFalse();
        Figures("two")!.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task Two_publishers_reach_their_own_inputs_and_one_that_is_killed_may_return()
    {
        var (one, two) = (Started("one"), Started("two", ("!key", null), ("!passphrase", Phrase), Patient));
        await using var first = await FfmpegSender.CallsSrt(_port, "&streamid=publish:one:key-of-one");
        await using var second = await FfmpegSender.CallsSrt(_port, $"&streamid=publish:two&passphrase={Phrase}");
        one.Commands.Next<MediaAccepted>();
        two.Commands.Next<MediaAccepted>();
        await first.Kill();
        one.Commands.Next<MediaStalled>().Why.ShouldMatch(
            "^The publisher 127.0.0.1:[0-9]+ has disconnected, or the connection was lost.$");
        var before = Published("two");
        await first.Restart();
        one.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Published("two") > before, () => "Nothing more comes of the other publisher.");
        (one.Commands.Has<MediaEnded>(), two.Commands.Has<MediaStalled>()).ShouldBe((false, false));
        Figures("two")!.Stream!.ContinuityErrors.ShouldBe(0);
    }

    [Fact]
    public async Task Srt_live_transmit_publishes()
    {
        var one = Started("one");
        var udp = Ports.Udp();
        await using var encoder = await SrtLiveTransmit.TakesAndCalls(udp, _port, "&streamid=publish:one:key-of-one");
        await using var sender = await FfmpegSender.ToUdp(udp);
        one.Commands.Next<MediaAccepted>();
    }

    [Theory]
    [InlineData("publish:one:other", "code 1401")]
    [InlineData("publish:one", "code 1401")]
    [InlineData("#!::r=one,m=publish,u=key-of-one", "code 1401")]
    [InlineData("publish:nobody:key-of-one", "code 1404")]
    [InlineData("#!::m=publish", "code 1400")]
    [InlineData("one", "code 1400")]
    [InlineData(null, "code 1400")]
    [InlineData("#!::r=one,m=bidirectional", "code 1405")]
    public async Task Others_are_refused_with_a_code_and_counted_for_the_input_whose_key_they_miss(string? streamId, string code)
    {
        Started("one");
        SrtPeer.IsRefused(_port, streamId).ShouldBe(code);
        SrtPeer.IsRefused(_port, "publish:one:counted").ShouldBe("code 1401");
        await Eventually.Is(() => Figures("one")!.RefusedPeers > (code == "code 1401" ? 1 : 0), () => $"{Figures("one")}");
        (Figures("one")!.RefusedPeers, Figures("one")!.Publisher).ShouldBe((code == "code 1401" ? 2 : 1, null));
        SrtPeer.Calls(_port, "publish:one:key-of-one").Dispose();
    }

    [Fact]
    public async Task Each_input_has_its_own_passphrase()
    {
        var one = Started("one", ("!passphrase", Phrase));
        Started("two", ("!key", null), ("!passphrase", "a wrong horse"));
        SrtPeer.IsRefused(_port, "publish:one:key-of-one", "a wrong horse").ShouldNotStartWith("code");
        SrtPeer.IsRefused(_port, "publish:one:key-of-one").ShouldNotStartWith("code");
        await Eventually.Is(() => Figures("one") is { RefusedPeers: 2 }, () => $"{Figures("one")}");
        Figures("two")!.RefusedPeers.ShouldBe(0);
        SrtPeer.IsRefused(_port, "publish:one", Phrase).ShouldBe("code 1401");
        using var publisher = SrtPeer.Calls(_port, "publish:one:key-of-one", Phrase);
        publisher.Send(50);
        one.Commands.Next<MediaAccepted>();
    }

    [Theory]
    [InlineData("&streamid=publish:one:wrong")]
    [InlineData("&streamid=publish:one:key-of-one&passphrase=a wrong horse")]
    public async Task Ffmpeg_with_a_wrong_key_or_passphrase_ends(string query)
    {
        Started("one", ("!passphrase", Phrase));
        await using var sender = await FfmpegSender.CallsSrt(_port, query);
        (await sender.Ended()).ShouldNotBe(0);
    }

    [Fact]
    public void With_any_publisher_the_id_is_enough()
    {
        var one = Started("one", ("!key", null), ("any-publisher", "true"));
        using var publisher = SrtPeer.Calls(_port, "publish:one");
        publisher.Send(50);
        one.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public void A_second_publisher_is_refused_and_the_first_goes_on()
    {
        var one = Started("one");
        using var first = SrtPeer.Calls(_port, "publish:one:key-of-one");
        first.Send(50);
        one.Commands.Next<MediaAccepted>();
        SrtPeer.IsRefused(_port, "publish:one:key-of-one").ShouldBe("code 1409");
        first.Send(50);
    }

    [Fact]
    public async Task With_take_over_the_second_publisher_replaces_the_first()
    {
        var one = Started("one", ("second-publisher", "take-over"));
        using var first = SrtPeer.Calls(_port, "publish:one:key-of-one");
        first.Send(50);
        one.Commands.Next<MediaAccepted>();
        using var second = SrtPeer.Calls(_port, "publish:one:key-of-one");
        await Eventually.Is(() => first.State == SrtState.Gone, () => "The first is still connected.");
        var before = Published("one");
        second.Send(50);
        await Eventually.Is(() => Published("one") > before, () => "Nothing comes of the second publisher.");
    }

    [Fact]
    public void A_caller_that_is_refused_too_often_is_refused_unheard()
    {
        Started("one");
        _clock.Stop(); // so many in one second
        var answers = Enumerable.Range(0, 33).Select(n => SrtPeer.IsRefused(_port, $"publish:one:{n}")).ToList();
        answers.ShouldAllBe(a => a == "code 1401" || a == "code 1402");
        (answers[0], answers[32]).ShouldBe(("code 1401", "code 1402"));
    }

    /// <summary>As where the answer was slow: libsrt calls again.</summary>
    [Fact]
    public async Task A_caller_that_is_refused_twice_in_one_connection_is_counted_once()
    {
        Started("one");
        _clock.Stop();
        using var network = new UdpProxy(_port) { Copies = 2 };
        SrtPeer.IsRefused(network.Port, "publish:one:other").ShouldBe("code 1401");
        SrtPeer.IsRefused(network.Port, "publish:one:another").ShouldBe("code 1401");
        _clock.GoOn();
        await Eventually.Is(() => Figures("one") is { RefusedPeers: 2 }, () => $"{Figures("one")}");
    }

    [Fact]
    public async Task The_port_is_open_as_long_as_an_input_needs_it()
    {
        Ports.IsUdpBound(_port).ShouldBeFalse();
        var (one, two) = (Started("one"), Started("two"));
        using var publisher = SrtPeer.Calls(_port, "publish:one:key-of-one");
        Stop(one);
        await Eventually.Is(() => publisher.State == SrtState.Gone, () => "The publisher is still connected.");
        SrtPeer.IsRefused(_port, "publish:one:key-of-one").ShouldBe("code 1404");
        SrtPeer.Calls(_port, "publish:two:key-of-two").Dispose();
        Stop(two);
        await Eventually.Is(() => !Ports.IsUdpBound(_port), () => "The port is still open.");
        Started("one");
        SrtPeer.Calls(_port, "publish:one:key-of-one").Dispose();
    }

    [Fact]
    public void A_port_in_use_is_told_with_its_setting()
    {
        using var other = new System.Net.Sockets.UdpClient(_port);
        var end = Started("one", wait: false).Commands.Next<MediaEnded>();
        (end.Class, end.Text).ShouldBe((ErrorClass.Network,
            $"Listening on UDP 0.0.0.0:{_port} failed: the port is in use. The port is set by media.srt.port."));
    }

    /// <summary>It may stand still, so that one second lasts.</summary>
    private sealed class StoppingClock : TimeProvider
    {
        private long _stoppedAt;

        public void Stop() => Interlocked.Exchange(ref _stoppedAt, base.GetTimestamp());

        public void GoOn() => Interlocked.Exchange(ref _stoppedAt, 0);

        public override long GetTimestamp() => Interlocked.Read(ref _stoppedAt) is > 0 and var at ? at : base.GetTimestamp();
    }

    private static void Stop(ActiveWorkload input)
    {
        input.Effects.Perform(new StopMedia("ordered off"), 8);
        input.Commands.Next<MediaEnded>();
    }

    private WorkloadFigures? Figures(string input) =>
        _testEngine.Published.GetValueOrDefault(WorkloadId.Ingest(input).EntityId.Id) as WorkloadFigures;

    private long Published(string input) => _testEngine.Engine.Relays.Find(input)!.Live.Published;

    private ActiveWorkload Started(string input, params (string Name, string? Value)[] given) => Started(input, wait: true, given);

    /// <param name="given">Options, and secrets with a '!' before their names; null: without it.</param>
    private ActiveWorkload Started(string input, bool wait, params (string Name, string? Value)[] given)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["mode"] = "listener", ["latency-ms"] = "200", ["!key"] = $"key-of-{input}",
        };
        foreach (var (name, value) in given)
            all[name] = value;
        var spec = new WorkloadSpec(WorkloadType.Ingest, input, new Address("srt://")
        {
            Options = all.Where(g => g.Key[0] != '!').ToImmutableSortedDictionary(g => g.Key, g => g.Value!, StringComparer.Ordinal),
            Secrets = all.Where(g => g.Key[0] == '!' && g.Value is not null).ToImmutableSortedDictionary(g => g.Key[1..],
                g => new SealedSecret(Guid.Empty, Convert.ToBase64String(Encoding.UTF8.GetBytes(g.Value!))), StringComparer.Ordinal),
        }, TimeSpan.FromSeconds(60));
        AddressRules.Check(spec.Address, isIngest: true).ShouldBeEmpty();
        _testEngine.Inputs.Create(input, spec.Address);
        var awake = _testEngine.Wake(WorkloadId.Ingest(input).EntityId);
        _inputs.Add(awake);
        awake.Effects.Perform(new WatchSource(spec), 4);
        awake.Effects.Perform(new StartMedia(spec), 5);
        if (wait)
            Eventually.Is(() => Figures(input) is not null, () => "It does not start.").Wait();
        return awake;
    }
}
