using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Flv;

public sealed class FlvToTsSpecs
{
    private const string H264 = "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 25";

    private readonly StandingClock _clock = new();

    public static TheoryData<string, string> Streams => new()
    {
        { H264 + " -bf 2", "-c:a aac" },
        { H264 + " -bf 3 -x264-params open-gop=1:b-adapt=0:aud=1", "-c:a libmp3lame -ar 44100" },
        { H264 + " -tune zerolatency -x264-params slices=4:repeat-headers=1", "-c:a aac -ac 2 -b:a 256k" },
        { H264 + " -bf 2", "" },
        { "", "-c:a aac -ar 44100" },
        { "", "-c:a libmp3lame -ar 44100" },
    };

    [Theory, MemberData(nameof(Streams))]
    public void FFmpeg_reads_every_frame_and_finds_no_fault(string video, string audio)
    {
        var flv = Ffmpeg.Stream("4", video, audio, format: "flv");
        var ts = Convert(FlvFile.Read(flv));
        Ffmpeg.Complaints(ts, "-f null -").ShouldBeEmpty();
        if (audio.Length > 0)
            Ffmpeg.Decoded(ts, "a").ShouldBe(Ffmpeg.Decoded(flv, "a"));
        if (video.Length == 0)
            return;
        Ffmpeg.Decoded(ts, "v").ShouldBe(Ffmpeg.Decoded(flv, "v"));
        Ffmpeg.Packets(ts, "v").Select(f => f[0]).ShouldBe(Ffmpeg.Packets(flv, "v").Select(f => f[0]));
    }

    [Theory, MemberData(nameof(Streams))]
    public void The_relay_finds_its_layout_and_key_frames_and_no_fault(string video, string audio)
    {
        var flv = Ffmpeg.Stream("4", video, audio, format: "flv");
        using var relay = Relay(out var cursor);
        foreach (var (_, part) in Parts(FlvFile.Read(flv)))
            relay.Write(part);
        var seen = new Seen(Seen.Read(cursor));
        seen.Gaps.ShouldBeEmpty();
        seen.StepsBack().ShouldBeEmpty();
        seen.Pcrs.Zip(seen.Pcrs.Skip(1), (a, b) => b.Clock - a.Clock).Max().ShouldBeLessThanOrEqualTo(3600);
        // MP3 has no sequence header that would announce it before the first picture.
        relay.Layout.Number.ShouldBe(audio.Contains("mp3") && video.Length > 0 ? 2 : 1);
        relay.JoinPoint.ShouldNotBeNull();
        var health = Health(relay);
        (health.ContinuityErrors, health.Programs.Single().PcrJumps, health.SkippedBytes).ShouldBe((0, 0, 0));
        if (video.Length > 0)
            health.Pids.Single(p => p.Coding.IsVideo()).KeyFrames.ShouldBe(Ffmpeg.Packets(flv, "v").Count(f => f.StartsWith('K')));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(31)]
    public void Times_go_on_over_the_wrap_of_the_bits_that_the_publisher_writes(int bits)
    {
        var tags = FlvFile.Read(Flv());
        var plain = Convert(tags);
        var first = (uint)((1L << bits) - 1500);
        var wrapped = Convert([.. tags.Select(t => t with { At = (first + t.At) & (uint)((1L << bits) - 1) })]);
        var (before, after) = (new Seen(plain).Units, new Seen(wrapped).Units);
        after.Select(u => MediaClock.Wrap(u.Dts - (first * 90L))).ShouldBe(before.Select(u => u.Dts));
        new Seen(wrapped).StepsBack().ShouldBeEmpty();
        Ffmpeg.Complaints(wrapped, "-c copy -f flv -y /dev/null").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(40_000_000u)]
    public void Behind_the_relay_times_go_on_where_the_publisher_jumps(uint from)
    {
        var tags = FlvFile.Read(Flv());
        var frames = tags.Count(t => t is { Type: FlvTagType.Video, IsConfig: false } && t.Body[1] == 1);
        List<Tag> jumping = [.. tags.Select(t => t with { At = t.At + 10_000_000 }), .. tags.Select(t => t with { At = t.At + from })];
        using var relay = Relay(out var cursor);
        foreach (var (_, part) in Parts(jumping))
        {
            relay.Write(part);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }
        var relayed = Seen.Read(cursor);
        new Seen(relayed).StepsBack().ShouldBeEmpty();
        Ffmpeg.Complaints(relayed, "-c copy -f flv -y /dev/null").ShouldBeEmpty();
        var times = Ffmpeg.Times(relayed, "v");
        times.Length.ShouldBe(2 * frames);
        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(step => step > 0 && step < 2);
    }

    [Fact]
    public void Nothing_is_sent_before_the_sequence_headers_and_that_is_said()
    {
        var tags = FlvFile.Read(Flv());
        var sent = 0;
        var flvToTs = new FlvToTs(packets => sent += packets.Length);
        foreach (var tag in tags.Where(t => !t.IsConfig).Take(20))
            flvToTs.Take(tag.Type, tag.At, tag.Body);
        sent.ShouldBe(0);
        flvToTs.Missing.ShouldNotBeNull().ShouldContain("sequence header");
        foreach (var tag in tags)
            flvToTs.Take(tag.Type, tag.At, tag.Body);
        sent.ShouldBeGreaterThan(0);
        flvToTs.Missing.ShouldBeNull();
    }

    [Theory]
    [InlineData(FlvTagType.Video)]
    [InlineData(FlvTagType.Audio)]
    public void A_track_that_comes_late_is_a_new_layout(FlvTagType late)
    {
        var tags = FlvFile.Read(Flv());
        using var relay = Relay(out var cursor);
        List<Tag> all =
            [.. tags.Where(t => t.Type != late && t.At < 1000), .. tags.Where(t => t.At >= 1000 || (t.IsConfig && t.Type == late))];
        foreach (var (_, part) in Parts(all))
            relay.Write(part);
        relay.Layouts.Skip(1).Select(l => l.Programs.Single().Streams.Length).ShouldBe([1, 2]);
        var relayed = Seen.Read(cursor);
        new Seen(relayed).StepsBack().ShouldBeEmpty();
        new Seen(relayed).Gaps.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("12", "Sorenson H.263")]
    [InlineData("14", "VP6")]
    [InlineData("90617630 31", "AV1")]
    [InlineData("9076703039", "VP9")]
    [InlineData("96 00 61 76 63 31", "several video tracks")]
    public void Video_that_MPEG_TS_cannot_carry_is_refused_by_name(string body, string name) => Refused(FlvTagType.Video, body, name);

    [Theory]
    [InlineData("72", "G.711")]
    [InlineData("62", "Nellymoser")]
    [InlineData("90 4F707573", "Opus")]
    [InlineData("AF00 1180", "channel layout")]
    [InlineData("AF00 F950", "object type 42")]
    public void Audio_that_MPEG_TS_cannot_carry_is_refused_by_name(string body, string name) => Refused(FlvTagType.Audio, body, name);

    [Theory]
    [InlineData("AF00 1190", "FFF14C80", "LC, 48 kHz, stereo")]
    [InlineData("AF00 2B92 0800", "FFF15C80", "HE-AAC: the core's rate, 24 kHz")]
    [InlineData("90 6D703461 1208", "FFF15040", "enhanced, LC, 44.1 kHz, mono")]
    public void The_header_of_an_audio_frame_says_what_the_sequence_header_said(string config, string adts, string what)
    {
        var sent = new List<byte>();
        var flvToTs = new FlvToTs(packets => sent.AddRange(packets));
        var header = Bytes(config);
        flvToTs.Take(FlvTagType.Audio, 0, header);
        byte[] frame = header[0] == 0x90 ? [0x91, .. header[1..5], 1, 2, 3] : [0xAF, 1, 1, 2, 3];
        flvToTs.Take(FlvTagType.Audio, 0, frame);
        System.Convert.ToHexString([.. sent]).ShouldContain(adts, Case.Sensitive, what);
    }

    [Fact]
    public void A_steady_stream_allocates_nothing()
    {
        var frames = FlvFile.Read(Flv()).Where(t => t.Type != FlvTagType.Script).ToArray();
        var sent = 0L;
        var flvToTs = new FlvToTs(packets => sent += packets.Length);
        Run();
        Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBe(0);

        void Run()
        {
            foreach (var tag in frames)
                flvToTs.Take(tag.Type, tag.At, tag.Body);
        }
    }

    private static void Refused(FlvTagType type, string body, string name) =>
        Should.Throw<FlvUnsupportedException>(() => new FlvToTs(_ => { }).Take(type, 0, Bytes(body))).Message.ShouldContain(name);

    private static byte[] Bytes(string hex) => System.Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Flv() => Ffmpeg.Stream("3", H264 + " -bf 2", "-c:a aac", format: "flv");

    private static byte[] Convert(List<Tag> tags) => [.. Parts(tags).SelectMany(p => p.Packets)];

    /// <summary>The packets of each tag.</summary>
    private static IEnumerable<(Tag Tag, byte[] Packets)> Parts(List<Tag> tags)
    {
        var part = new List<byte>();
        var flvToTs = new FlvToTs(packets => part.AddRange(packets));
        foreach (var tag in tags)
        {
            flvToTs.Take(tag.Type, tag.At, tag.Body);
            yield return (tag, [.. part]);
            part.Clear();
        }
    }

    private LiveRelay Relay(out RelayCursor cursor)
    {
        var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, _clock);
        cursor = relay.Open(new ReaderSignal());
        return relay;
    }

    private RelayHealth Health(LiveRelay relay)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        relay.Idle();
        return relay.Health;
    }
}
