using System.Collections.Immutable;
using System.Text;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Srt;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Srt;

/// <summary>Readers of inputs of any protocol on the shared SRT port.</summary>
public sealed class SharedPortReadSpecs : IAsyncDisposable
{
    private readonly int _port = Ports.Udp();
    private readonly TestEngine _testEngine;
    private readonly CancellationTokenSource _key = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly TsReceiver _receiver = new();

    public SharedPortReadSpecs()
    {
        _testEngine = new TestEngine(srt: new() { Port = _port, Read = true });
        _testEngine.Keys["key-1"] = _key;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        await _testEngine.DisposeAsync();
        _receiver.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData("read:cam:key-1")]
    [InlineData("read:cam:ann:key-1")]
    [InlineData("#!::r=cam,m=request,s=key-1")]
    [InlineData("#!::r=cam,s=key-1")]
    public async Task Srt_live_transmit_takes_the_stream_of_an_input(string streamId)
    {
        await OnAir("cam");
        var reader = Kept(SrtLiveTransmit.CallsAndPassesOn(_port, _receiver.Port, $"&latency=2000&streamid={streamId}"));
        await _receiver.SeesKeyFrames(3, () => reader.Story);
        _receiver.Figures.IsClean.ShouldBeTrue(_receiver.Figures.ToString());
        var shown = Readers("cam").ShouldHaveSingleItem();
        (shown.Protocol, shown.Bytes > 0).ShouldBe(("srt", true));
    }

    [Fact]
    public async Task Ffmpeg_reads_beside_a_publisher_of_another_input_and_neither_touches_the_other()
    {
        await OnAir("cam");
        var other = Started("other", new Address("srt://")
        {
            Options = ImmutableSortedDictionary<string, string>.Empty.Add("mode", "listener"),
            Secrets = ImmutableSortedDictionary<string, SealedSecret>.Empty.Add("key",
                new SealedSecret(Guid.Empty, Convert.ToBase64String(Encoding.UTF8.GetBytes("sesame")))),
        });
        Kept(await FfmpegSender.CallsSrt(_port, "&streamid=publish:other:sesame"));
        other.Commands.Next<MediaAccepted>();
        await using var ffmpeg = PeerProcess.Start("ffmpeg", ["-v", "info", "-nostdin", "-i",
            $"srt://127.0.0.1:{_port}?streamid=read:cam:key-1", "-t", "3", "-c", "copy", "-f", "null", "-"]);
        (await ffmpeg.Ended()).ShouldBe(0, ffmpeg.Story);
        ffmpeg.Story.ShouldContain("Video: h264");
        await Eventually.Is(() => Readers("cam").Count == 0, () => "The reader is still shown.");
        Readers("other").ShouldBeEmpty();
        other.Commands.Has<MediaStalled>().ShouldBeFalse();
        SrtPeer.IsRefused(_port, "publish:cam:sesame").ShouldBe("code 1404");
    }

    [Fact]
    public async Task A_wrong_key_and_an_input_that_is_not_on_air_are_refused_with_codes()
    {
        await OnAir("cam");
        SrtPeer.IsRefused(_port, "read:cam").ShouldBe("code 1401");
        SrtPeer.IsRefused(_port, "read:cam:key-2").ShouldBe("code 1401");
        SrtPeer.IsRefused(_port, "read:nobody:key-1").ShouldBe("code 1503");
        await Eventually.Is(() => Readers("cam").Count == 0, () => "It is still listed.");
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_its_readers_at_once()
    {
        await OnAir("cam");
        using var reader = SrtPeer.Calls(_port, "read:cam:key-1");
        await Eventually.Is(() => Readers("cam") is [{ Bytes: > 0 }], () => "Nothing is read.");
        await _key.CancelAsync();
        await Eventually.Is(() => reader.State == SrtState.Gone, () => "It still reads.");
        await Eventually.Is(() => Readers("cam").Count == 0, () => "The reader is still shown.");
    }

    [Fact]
    public async Task A_reader_that_hangs_touches_no_other_and_a_source_that_restarts_none()
    {
        var sender = await OnAir("cam");
        using var second = new TsReceiver();
        Kept(SrtLiveTransmit.CallsAndPassesOn(_port, _receiver.Port, "&latency=2000&streamid=read:cam:key-1"));
        var slow = Kept(SrtLiveTransmit.CallsAndPassesOn(_port, second.Port, "&latency=2000&streamid=read:cam:key-1"));
        await _receiver.SeesKeyFrames(2);
        await second.SeesKeyFrames(2);
        await slow.Freeze();
        await sender.Kill();
        await sender.Restart();
        await Eventually.Is(() => Readers("cam").Count == 1, () => "The reader that hangs is still connected.");
        await _receiver.SeesMore(2);
        _receiver.Figures.IsClean.ShouldBeTrue(_receiver.Figures.ToString());
    }

    private IReadOnlyList<Wire.StreamReaderView> Readers(string input) => _testEngine.Engine.Readers.Of(input);

    private async Task<FfmpegSender> OnAir(string input)
    {
        var udp = Ports.Udp();
        var started = Started(input, new Address($"udp://127.0.0.1:{udp}"));
        var sender = Kept(await FfmpegSender.ToUdp(udp));
        started.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => _testEngine.Engine.Relays.Find(input)!.IsJoinable && Ports.IsUdpBound(_port), () => "no key frame");
        return sender;
    }

    private ActiveWorkload Started(string input, Address address)
    {
        var spec = new WorkloadSpec(WorkloadType.Ingest, input, address, TimeSpan.FromSeconds(60));
        _testEngine.Inputs.Create(input, address);
        var awake = Kept(_testEngine.Wake(WorkloadId.Ingest(input).EntityId));
        awake.Effects.Perform(new WatchSource(spec), 4);
        awake.Effects.Perform(new StartMedia(spec), 5);
        return awake;
    }

    private T Kept<T>(T part) where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
