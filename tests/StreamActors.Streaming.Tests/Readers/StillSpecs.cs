using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Readers;

/// <summary>Pictures of relays, decoded by real FFmpeg.</summary>
public sealed class StillSpecs : IAsyncLifetime, IFence, IReadKeys
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly StandingClock _clock = new();
    private readonly ChildLauncher _launcher = new(TimeProvider.System);
    private readonly RelayRegistry _relays;
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _sources = [];
    private RelayReaders _readers = null!;
    private FfmpegInstallation _ffmpeg = null!;

    public StillSpecs() =>
        _relays = new RelayRegistry(new RingLimits(TimeSpan.FromSeconds(4), 2, 32 << 20), TimeProvider.System, this);

    public bool MaySend => true;

    public bool IsReady => true;

    public IReadGrant? Find(string key, string input) => null;

    public async Task InitializeAsync()
    {
        _readers = new RelayReaders(new ReaderOptions(), _relays, this, _clock);
        _ffmpeg = await FfmpegInstallation.Find(_launcher);
    }

    public async Task DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_sources);
        _relays.Dispose();
        await _launcher.DisposeAsync();
        _over.Dispose();
    }

    [Fact]
    public async Task A_still_is_decoded_once_for_all_who_ask_and_kept_for_its_interval()
    {
        using var stills = New(new PreviewOptions { StillInterval = Interval, StillWidth = 160 });
        var host = await Play("cam");
        var two = await Task.WhenAll(Ask(stills, "cam"), Ask(stills, "cam"));
        two.ShouldAllBe(a => a.Still != null, $"{two[0]}");
        two[1].Still!.Tag.ShouldBe(two[0].Still!.Tag);
        (await Size(two[0].Still!)).ShouldBe("mjpeg,160,90");
        stills.Totals.ShouldBe(new StillTotals(Decoded: 1, NotDecoded: 0, Reused: 1));

        var joinPoint = host.Live.JoinPoint;
        await Eventually.Is(() => host.Live.JoinPoint > joinPoint, () => $"{host.Live.Health}");
        (await Ask(stills, "cam")).Still.ShouldNotBeNull().Tag.ShouldBe(two[0].Still!.Tag);
        _clock.Advance(Interval);
        (await Ask(stills, "cam")).Still.ShouldNotBeNull().Tag.ShouldNotBe(two[0].Still!.Tag);
        stills.Totals.ShouldBe(new StillTotals(Decoded: 2, NotDecoded: 0, Reused: 2));

        _readers.Of("cam").ShouldBeEmpty();
        _readers.Totals.ShouldHaveSingleItem().Protocol.ShouldBe(PageReading.Still);
        host.Readers.ShouldBe(0);
    }

    [Fact]
    public async Task A_picture_smaller_than_the_limit_is_not_enlarged()
    {
        using var stills = New(new PreviewOptions { StillWidth = 640 });
        await Play("cam");
        (await Size((await Ask(stills, "cam")).Still.ShouldNotBeNull())).ShouldBe("mjpeg,320,180");
    }

    [Fact]
    public async Task Without_media_without_video_and_with_what_no_decoder_reads_the_reason_is_said()
    {
        using var stills = New(new PreviewOptions { StillInterval = Interval });
        (await Ask(stills, "none")).Refusal.ShouldBe(StillRefusal.NotOnAir);

        var (sound, units) = (new Mux(), 0);
        await From("sound", () =>
        {
            sound.Pat().AudioOnlyPmt();
            for (var n = 0; n < 5; n++)
                sound.Audio(90_000 + (1920 * units++));
            return sound.Cut();
        });
        (await Ask(stills, "sound")).Refusal.ShouldBe(StillRefusal.NoVideo);

        var garbage = new Media.Tests.Streams.Source();
        await From("garbage", () => garbage.Pictures(5));
        var answer = await Ask(stills, "garbage");
        answer.Refusal.ShouldBe(StillRefusal.NotDecoded);
        answer.Detail.ShouldStartWith("FFmpeg ended with ");
        (await Ask(stills, "garbage")).ShouldBe(answer); // not tried again at once
        stills.Totals.ShouldBe(new StillTotals(Decoded: 0, NotDecoded: 1, Reused: 1));
    }

    [Fact]
    public async Task No_more_inputs_are_decoded_at_once_than_the_limit_allows()
    {
        var (running, most, gate) = (0, 0, new TaskCompletionSource());
        using var stills = new Stills(new PreviewOptions { StillsAtOnce = 1 }, _relays, _readers, async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await gate.Task;
            Interlocked.Decrement(ref running);
            return _ffmpeg;
        }, _clock);
        await Play("one");
        await Play("two");
        var both = Task.WhenAll(Ask(stills, "one"), Ask(stills, "two"));
        await Eventually.Is(() => Volatile.Read(ref running) == 1, () => "Nothing is decoded.");
        _readers.Totals.ShouldHaveSingleItem().Now.ShouldBe(1);
        gate.SetResult();
        (await both).ShouldAllBe(a => a.Still != null);
        most.ShouldBe(1);
    }

    [Fact]
    public async Task The_limit_of_one_who_asks_is_not_that_of_the_others_who_wait_for_the_same_picture()
    {
        var gate = new TaskCompletionSource();
        var readers = new RelayReaders(new ReaderOptions { MostPerKey = 1 }, _relays, this, _clock);
        using var stills = new Stills(new PreviewOptions { StillsAtOnce = 1 }, _relays, readers, async () =>
        {
            await gate.Task;
            return _ffmpeg;
        }, _clock);
        await Play("other");
        await Play("cam");
        using var reading = readers.Admit("http-ts", "192.0.2.7:2", "cam", new Grant("key:full")).Reader.ShouldNotBeNull();
        var first = Ask(stills, "other", "key:first");
        await Eventually.Is(() => readers.Of("other").Count == 1, () => "Nothing is decoded.");
        var refused = Ask(stills, "cam", "key:full");
        var others = new[] { Ask(stills, "cam", "key:a"), Ask(stills, "cam", "key:b") };
        gate.SetResult();
        (await first).Still.ShouldNotBeNull();
        (await refused).Refusal.ShouldBe(StillRefusal.TooMany);
        (await Task.WhenAll(others)).ShouldAllBe(a => a.Still != null);
    }

    private Stills New(PreviewOptions options) => new(options, _relays, _readers, () => Task.FromResult(_ffmpeg), _clock);

    private static Task<StillAnswer> Ask(Stills stills, string input, string who = "local") =>
        stills.Of(input, "192.0.2.7:1", new Grant(who), CancellationToken.None);

    /// <summary>Plays the clip many times faster than it was recorded.</summary>
    private async Task<RelayHost> Play(string input)
    {
        var clip = await File.ReadAllBytesAsync((await Clip.Shared()).Path);
        var at = 0;
        return await From(input, () =>
        {
            var piece = clip[at..Math.Min(at + (100 * TsPacket.Size), clip.Length)];
            at = at + piece.Length == clip.Length ? 0 : at + piece.Length;
            return piece;
        });
    }

    private async Task<RelayHost> From(string input, Func<byte[]> next)
    {
        var host = _relays.Claim(input);
        _sources.Add(Task.Run(async () =>
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!_over.IsCancellationRequested)
            {
                host.Live.Write(next());
                await pace.WaitForNextTickAsync(CancellationToken.None);
            }
        }));
        await Eventually.Is(() => host.IsJoinable && host.Live.Layout.Number > 0 && host.Live.JoinPoint is not null,
            () => $"{host.Live.Health}");
        return host;
    }

    /// <summary>Codec, width and height.</summary>
    private static async Task<string> Size(Still still)
    {
        using var folder = new Scratch();
        var file = folder.At("still.jpg");
        await File.WriteAllBytesAsync(file, still.Jpeg);
        await using var probe = PeerProcess.Start("ffprobe",
            ["-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", file]);
        (await probe.Ended()).ShouldBe(0, probe.Story);
        return probe.Story.Split('\n')[^1];
    }

    private sealed class Grant(string who) : IReadGrant
    {
        public string Who => who;

        public string? KeyName => null;

        public CancellationToken Over => default;

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
