using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

public sealed class RestampSpecs
{
    private readonly StandingClock _clock = new();
    private readonly LiveRelay _relay;
    private readonly RelayCursor _cursor;

    public RestampSpecs()
    {
        _relay = new(new ChunkPool(), RingLimits.Default, _clock);
        _cursor = _relay.Open(new ReaderSignal());
    }

    [Fact]
    public void The_first_source_is_passed_on_bit_by_bit()
    {
        var sent = new Source(start: MediaClock.Modulus - 900_000).Pictures(600);
        _relay.Write(sent);
        Seen.Read(_cursor).ShouldBeBytes(sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Times_and_counters_go_on_over_a_restart(bool announced)
    {
        _relay.Write(new Source(start: 5_000_000).Pictures(33));
        if (announced)
            _relay.Restarted();
        _relay.Write(new Source(start: 90_000).Pictures(33));
        _relay.End();
        var seen = new Seen(Seen.Read(_cursor));
        seen.StepsBack().ShouldBeEmpty();
        (seen.Gaps.Count, seen.Repeats.Count).ShouldBe((0, 0));
        seen.LongestStep().ShouldBeLessThan(90_000);
        Errors().ShouldBe(0);
    }

    [Fact]
    public void A_silence_is_counted_but_never_more_than_five_seconds()
    {
        foreach (var (silence, longest) in new[] { (2, 2.0), (60, 5.0) })
        {
            _relay.Write(new Source(start: 5_000_000).Pictures(20));
            var before = new Seen(Seen.Read(_cursor)).Pcrs[^1].Clock;
            _clock.Advance(TimeSpan.FromSeconds(silence));
            _relay.Restarted();
            _relay.Write(new Source(start: 90_000).Pictures(20));
            var after = new Seen(Seen.Read(_cursor)).Pcrs[0].Clock;
            (MediaClock.Distance(after, before) / 90_000.0).ShouldBe(longest, 0.1);
        }
    }

    [Fact]
    public void A_source_that_comes_back_with_its_clock_running_is_left_alone()
    {
        _relay.Write(new Source(start: 5_000_000).Pictures(20));
        _clock.Advance(TimeSpan.FromSeconds(3));
        _relay.Restarted();
        Seen.Read(_cursor);
        _relay.Write(new Source(start: 5_000_000 + (20 * 3600) + 270_000).Pictures(20));
        var seen = new Seen(Seen.Read(_cursor));
        seen.Pcrs[0].Clock.ShouldBe(5_000_000 + (20 * 3600) + 270_000);
    }

    [Fact]
    public void Packets_lost_on_the_way_are_no_restart_and_stay_to_be_seen()
    {
        var source = new Source();
        _relay.Write(source.Pictures(20));
        source.Pictures(75);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _relay.Write(source.Pictures(20));
        var seen = new Seen(Seen.Read(_cursor));
        seen.Pcrs[^1].Clock.ShouldBe(90_000 + (114 * Source.Frame));
        seen.Gaps.Count.ShouldBeGreaterThan(0);
        Errors().ShouldBe(seen.Gaps.Count + seen.Repeats.Count);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(80_000)]
    public void A_shorter_lead_of_picture_over_clock_does_not_turn_times_back(long sound)
    {
        var first = new Mux().Tables();
        for (var i = 0; i < 30; i++)
            first.Video(90_000 + 200_000 + (i * 3600), i == 0, pcr: 90_000 + (i * 3600)).Audio(90_000 + 250_000 + (i * 3600));
        _relay.Write(first.Bytes);
        _relay.Restarted();
        var second = new Mux().Tables().Audio(sound);
        for (var i = 0; i < 30; i++)
            second.Video(2_000 + (i * 3600), i == 0, pcr: 1_900 + (i * 3600)).Audio(sound + 4_000 + (i * 3600));
        _relay.Write(second.Bytes);
        var seen = new Seen(Seen.Read(_cursor));
        seen.StepsBack().ShouldBeEmpty();
    }

    [Fact]
    public void A_header_cut_by_packet_borders_is_moved_whole()
    {
        foreach (var firstPayload in new[] { 1, 9, 10, 12, 14, 17, 18 })
        {
            var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, _clock);
            var cursor = relay.Open(new ReaderSignal());
            relay.Write(new Source(start: 8_000_000_000).Pictures(12));
            relay.Restarted();
            Seen.Read(cursor);
            relay.Write(new Mux().Null(5).Tables().PcrOnly(Mux.VideoPid, 0).Bytes);
            var cut = new Mux().Pes(Mux.VideoPid, 0xE0, 100_000, 90_000, Mux.Idr, firstPayload: firstPayload).Bytes;
            relay.Write(cut[..188]);
            var held = relay.Published;
            relay.Write([.. cut[188..], .. new Mux().Null(5).Bytes]);
            relay.Published.ShouldBe(held + (cut.Length / 188) + 5, $"{firstPayload} bytes in the first packet");
            var unit = Payloads(Seen.Read(cursor), Mux.VideoPid);
            PesStamp.TryRead(unit[9..], out var pts).ShouldBeTrue();
            PesStamp.TryRead(unit[14..], out var dts).ShouldBeTrue();
            MediaClock.Distance(pts, dts).ShouldBe(10_000);
            dts.ShouldBeInRange(8_000_000_000, 8_000_400_000);
        }
    }

    [Fact]
    public void A_repeated_packet_is_moved_as_the_first_was()
    {
        _relay.Write(new Source(start: 5_000_000).Pictures(12));
        _relay.Restarted();
        var start = new Source(start: 90_000).Pictures(1);
        _relay.Write([.. start[..(3 * 188)], .. start[(2 * 188)..(3 * 188)], .. start[(3 * 188)..]]);
        var bytes = Seen.Read(_cursor);
        var seen = new Seen(bytes);
        var (_, at) = seen.Repeats.ShouldHaveSingleItem();
        bytes.AsSpan(at * 188, 188).SequenceEqual(bytes.AsSpan((at - 1) * 188, 188)).ShouldBeTrue();
        Errors().ShouldBe(0);
    }

    [Fact]
    public void Programs_have_clocks_of_their_own()
    {
        byte[] Both(long a, long b, int pictures)
        {
            var mux = new Mux().Pat(0, (1, 0x100), (2, 0x200));
            mux.Psi(0x100, Mux.PmtSection(1, 0, 0x101, (0x1B, 0x101))).Psi(0x200, Mux.PmtSection(2, 0, 0x201, (0x1B, 0x201)));
            for (var i = 0; i < pictures; i++)
            {
                mux.Pes(0x101, 0xE0, a + 9_000 + (i * 3600), null, Mux.Idr, pcr: a + (i * 3600));
                mux.Pes(0x201, 0xE0, b + 9_000 + (i * 3600), null, Mux.Idr, pcr: b + (i * 3600));
            }
            return mux.Bytes;
        }

        _relay.Write(Both(1_000_000, 7_000_000_000, 20));
        _relay.Restarted();
        _relay.Write(Both(50_000, 3_000, 20));
        var seen = new Seen(Seen.Read(_cursor));
        seen.StepsBack().ShouldBeEmpty();
        seen.Gaps.ShouldBeEmpty();
        seen.Units.Last(u => u.Pid == 0x101).Dts.ShouldBeInRange(1_000_000, 1_300_000);
        seen.Units.Last(u => u.Pid == 0x201).Dts.ShouldBeInRange(7_000_000_000, 7_000_300_000);
    }

    [Fact]
    public void A_stream_two_programs_share_stays_with_the_one_that_is_left()
    {
        var mux = new Mux().Pat(0, (1, 0x100), (2, 0x200));
        foreach (var program in new[] { 1, 2 })
            mux.Psi(program * 0x100, Mux.PmtSection(program, 0, 0x300, (0x1B, 0x300)));
        mux.Pes(0x300, 0xE0, 5_000_000, null, Mux.Idr, pcr: 4_990_000).Pat(1, (2, 0x200));
        mux.Pes(0x300, 0xE0, 5_003_600, null, Mux.Idr, pcr: 4_993_600).Pes(0x300, 0xE0, 20_000, null, Mux.Idr, pcr: 10_000);
        _relay.Write(mux.Bytes);
        new Seen(Seen.Read(_cursor)).StepsBack().ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _relay.Idle();
        var health = _relay.Health;
        health.Pids.Single(p => p.Pid == 0x300).Program.ShouldBe(2);
        health.Programs.Single().Seams.ShouldBe(1);
    }

    [Fact]
    public void A_leap_of_one_program_leaves_the_other_untouched()
    {
        var mux = new Mux().Pat(0, (1, 0x100), (2, 0x200));
        mux.Psi(0x100, Mux.PmtSection(1, 0, 0x101, (0x1B, 0x101))).Psi(0x200, Mux.PmtSection(2, 0, 0x201, (0x1B, 0x201)));
        for (var i = 0; i < 40; i++)
        {
            var a = (i < 20 ? 4_000_000 : 100) + (i * 3600);
            mux.Pes(0x101, 0xE0, a + 9_000, null, Mux.Idr, pcr: a);
            mux.Pes(0x201, 0xE0, 9_000 + (i * 3600), null, Mux.Idr, pcr: i * 3600);
        }
        _relay.Write(mux.Bytes);
        var seen = new Seen(Seen.Read(_cursor));
        seen.StepsBack().ShouldBeEmpty();
        seen.Units.Where(u => u.Pid == 0x201).Select(u => u.Dts).ShouldBe(Enumerable.Range(0, 40).Select(i => 9_000L + (i * 3600)));
    }

    [Fact]
    public void Another_encoder_with_another_program_and_other_PIDs_goes_on_where_the_first_ended()
    {
        _relay.Write(new Source(start: 6_000_000).Pictures(30));
        var other = new Mux().Pat(1, (9, 0x900)).Psi(0x900, Mux.PmtSection(9, 0, 0x901, (0x24, 0x901)));
        for (var i = 0; i < 30; i++)
            other.Pes(0x901, 0xE0, 9_000 + (i * 3600), null, [0, 0, 1, 0x26, 1, 0xAF], pcr: i * 3600);
        _relay.Write(other.Bytes);
        var seen = new Seen(Seen.Read(_cursor));
        seen.Gaps.ShouldBeEmpty();
        var next = seen.Units.Where(u => u.Pid == 0x901).Select(u => u.Dts).ToList();
        next[0].ShouldBeInRange(seen.Units.Last(u => u.Pid == Mux.VideoPid).Dts + 1, 6_400_000);
    }

    [Fact]
    public void Scrambled_content_keeps_its_clock_for_its_times_cannot_be_moved()
    {
        byte[] Scrambled(long start)
        {
            var mux = new Mux().Tables();
            for (var i = 0; i < 20; i++)
                mux.Packet(Mux.VideoPid, true, Mux.Filler(176, i), Mux.Adaptation(start + (i * 3600), randomAccess: i % 10 == 0),
                    scrambling: 2);
            return mux.Bytes;
        }

        _relay.Write(Scrambled(5_000_000));
        _relay.Restarted();
        _relay.Write(Scrambled(1_000));
        var seen = new Seen(Seen.Read(_cursor));
        seen.Pcrs[20].Clock.ShouldBe(1_000);
        seen.Gaps.ShouldBeEmpty();
        using var joining = _relay.Open(new ReaderSignal());
        joining.Joined.ShouldBe(JoinedAt.KeyFrame);
    }

    [Fact]
    public void One_scrambled_packet_is_a_damaged_header_and_times_are_still_moved_after_it()
    {
        _relay.Write(new Source(start: 6_000_000).Pictures(10));
        _relay.Write(new Mux().Lose(Mux.AudioPid, 10).Packet(Mux.AudioPid, false, new byte[184], scrambling: 3).Bytes);
        _relay.Restarted();
        _relay.Write(new Source(start: 1_000).Pictures(10));
        new Seen(Seen.Read(_cursor)).StepsBack().ShouldBeEmpty();
    }

    [Fact]
    public void A_program_that_was_scrambled_and_is_clear_again_has_its_times_moved_again()
    {
        var mux = new Mux().Tables();
        for (var i = 0; i < 20; i++)
            mux.Packet(Mux.VideoPid, true, Mux.Filler(176, i), Mux.Adaptation(6_000_000 + (i * 3600)), scrambling: 2);
        _relay.Write(mux.Bytes);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _relay.Write(new Source(start: 6_180_000).Pictures(10));
        _relay.Restarted();
        _relay.Write(new Source(start: 1_000).Pictures(10));
        new Seen(Seen.Read(_cursor)).StepsBack().ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _relay.Idle();
        _relay.Health.Programs.Single().Scrambled.ShouldBeFalse();
    }

    [Fact]
    public void However_often_a_source_restarts_nothing_goes_back_and_no_counter_breaks() => Prop.ForAll(
        (from start in Gen.Choose(0, int.MaxValue).Select(n => n * 4L)
         from pictures in Gen.Choose(3, 40)
         from announced in Gen.Elements(true, false)
         from silence in Gen.Choose(0, 7000)
         from piece in Gen.Choose(1, 4000)
         select (start, pictures, announced, silence, piece)).ListOf().ToArbitrary(), runs =>
    {
        using var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, _clock);
        using var cursor = relay.Open(new ReaderSignal());
        long? last = null;
        var read = new List<byte>();
        foreach (var (start, pictures, announced, silence, piece) in runs)
        {
            // Without notice, a forward jump that the silence explains is no jump: such starts are always announced.
            var leap = last is null ? 0 : MediaClock.Distance(start, last.Value);
            if (announced || (last is not null && leap is > -9_000 and < 1_000_000))
                relay.Restarted();
            var source = new Source(start: start);
            foreach (var part in source.Pictures(pictures).Chunk(piece))
                relay.Write(part);
            last = source.Clock;
            read.AddRange(Seen.Read(cursor));
            _clock.Advance(TimeSpan.FromMilliseconds(silence));
        }
        relay.Idle();
        if (runs.Count == 0)
            return;
        var seen = new Seen([.. read, .. Seen.Read(cursor)]);
        seen.StepsBack().ShouldBeEmpty();
        seen.Gaps.ShouldBeEmpty();
        // Without notice, one time in sixteen the first table happens to have the counter of the last: it looks like a repetition.
        seen.Repeats.Where(r => r.Pid is not (0 or Mux.MapPid)).ShouldBeEmpty();
        seen.Units.Count(u => u.Pid == Mux.VideoPid).ShouldBe(runs.Sum(r => r.pictures));
        // Video and audio stay in sync: both were sent with the same decoding time.
        foreach (var (video, audio) in seen.Units.Where(u => u.Pid == Mux.VideoPid).Zip(seen.Units.Where(u => u.Pid == Mux.AudioPid)))
            audio.Dts.ShouldBe(video.Dts);
    }).QuickCheckThrowOnFailure();

    private long Errors()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _relay.Idle();
        return _relay.Health.ContinuityErrors;
    }

    private static byte[] Payloads(byte[] bytes, int pid) =>
        [.. bytes.Chunk(188).Where(p => new TsPacket(p).Pid == pid).SelectMany(p => new TsPacket(p).Payload.ToArray())];
}
