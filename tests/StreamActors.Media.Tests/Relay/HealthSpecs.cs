using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

public sealed class HealthSpecs
{
    private readonly StandingClock _clock = new();
    private readonly LiveRelay _relay;

    public HealthSpecs() => _relay = new(new ChunkPool(), RingLimits.Default, _clock);

    [Fact]
    public void A_clean_stream_has_no_errors()
    {
        Play(new Source(group: 10), 101);
        var health = _relay.Health;
        health.InSync.ShouldBeTrue();
        (health.ContinuityErrors, health.TransportErrors, health.ScrambledPackets, health.SyncLosses, health.SkippedBytes).ShouldBe(
            (0, 0, 0, 0, 0));
        (health.Pat.Present, health.Pat.Late, health.Join, health.LeftOut).ShouldBe((true, 0, JoinedAt.KeyFrame, false));
        health.Pat.LongestInterval.ShouldBe(TimeSpan.FromMilliseconds(400));
        var program = health.Programs.ShouldHaveSingleItem();
        (program.Number, program.PcrPid, program.Pmt.Present, program.Seams, program.PcrLate, program.PcrJumps,
            program.StampsLate).ShouldBe((1, Mux.VideoPid, true, 0, 0, 0, 0));
        var video = health.Pids.Single(p => p.Pid == Mux.VideoPid);
        (video.Coding, video.KeyFrames, video.KeyFrameInterval).ShouldBe((StreamCoding.H264, 11, TimeSpan.FromMilliseconds(400)));
        health.Pids.Single(p => p.Pid == Mux.AudioPid).Coding.ShouldBe(StreamCoding.Aac);
    }

    [Fact]
    public void The_bit_rate_is_that_of_the_last_second_in_all_and_of_each_PID()
    {
        Play(new Source(pictureBytes: 1500), 50);
        var health = _relay.Health;
        var perSecond = (25 * 9) + 25 + 5;
        health.BitsPerSecond.ShouldBeInRange((perSecond - 14) * 188 * 8, (perSecond + 14) * 188 * 8);
        health.Pids.Single(p => p.Pid == Mux.AudioPid).BitsPerSecond.ShouldBeInRange(24 * 188 * 8, 26 * 188 * 8);
        _clock.Advance(TimeSpan.FromSeconds(2));
        _relay.Idle();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _relay.Idle();
        (_relay.Health.BitsPerSecond, _relay.Health.Pat.Present).ShouldBe((0, false));
    }

    [Fact]
    public void A_gap_is_an_error_a_duplicate_is_not_and_a_triplicate_is()
    {
        var mux = new Mux().Tables().Video(90_000, true, pcr: 45_000, size: 2000);
        Write(mux);
        Write(mux.Lose(Mux.VideoPid).Video(93_600, false, pcr: 48_600));
        Errors(Mux.VideoPid).ShouldBe(1);
        Write(mux.Audio(90_000));
        var twice = mux.Audio(92_160, size: 2000).Cut();
        _relay.Write([.. twice[..(2 * 188)], .. twice[188..(2 * 188)], .. twice[(2 * 188)..]]);
        Errors(Mux.AudioPid).ShouldBe(0);
        var thrice = mux.Audio(94_320, size: 2000).Cut();
        _relay.Write([.. thrice[..(2 * 188)], .. thrice[188..(2 * 188)], .. thrice[188..(2 * 188)], .. thrice[(2 * 188)..]]);
        Errors(Mux.AudioPid).ShouldBe(1);
        Look().ContinuityErrors.ShouldBe(2);
    }

    [Fact]
    public void A_gap_announced_by_the_source_is_no_error()
    {
        var mux = new Mux().Tables().Video(90_000, true, pcr: 45_000);
        mux.Lose(Mux.VideoPid, 5).Packet(Mux.VideoPid, false, Mux.Filler(100, 1), Mux.Adaptation(discontinuity: true)).Null(5);
        Write(mux);
        Errors(Mux.VideoPid).ShouldBe(0);
    }

    [Fact]
    public void A_clock_reference_that_leaps_or_is_late_is_counted_with_its_program()
    {
        var mux = new Mux().Tables();
        foreach (var clock in new long[] { 0, 3_600, 7_200, 27_000, 30_600, 30_000 })
            mux.PcrOnly(Mux.VideoPid, clock);
        Write(mux.Null(5));
        _clock.Advance(TimeSpan.FromMilliseconds(150));
        Write(mux.PcrOnly(Mux.VideoPid, 33_600));
        var program = Look().Programs.Single();
        (program.PcrJumps, program.PcrLate, program.Seams).ShouldBe((2, 1, 0));
        program.LongestPcrInterval.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void Tables_that_stay_away_are_missed()
    {
        var source = new Source(group: 1000);
        Play(source, 30);
        var health = Look();
        (health.Pat.Present, health.Programs.Single().Pmt.Present).ShouldBe((false, false));
        source.Mux.Tables();
        Play(source, 5);
        health = Look();
        (health.Pat.Late, health.Programs.Single().Pmt.Late).ShouldBe((1, 1));
    }

    [Fact]
    public void Damaged_tables_scrambled_and_faulty_packets_and_nulls_are_counted()
    {
        var bad = Mux.PatSection(0, [(1, Mux.MapPid)]);
        bad[^1] ^= 1;
        var mux = new Mux().Tables().Psi(0, bad);
        mux.Packet(Mux.AudioPid, false, new byte[184], scrambling: 3).Packet(Mux.VideoPid, false, new byte[184], error: true).Null(15);
        Write(mux);
        var health = Look();
        (health.Pat.Damaged, health.ScrambledPackets, health.TransportErrors).ShouldBe((1, 1, 1));
        (health.Programs.Single().Scrambled, health.Pids.Single(p => p.Pid == Mux.AudioPid).Scrambled).ShouldBe((false, 1));
        health.NullShare.ShouldBe(0.75);
    }

    [Fact]
    public void A_stream_the_map_promises_and_nobody_sends_is_missing()
    {
        var mux = new Mux().Tables().Video(90_000, true).Null(5);
        Write(mux);
        Look().Pids.ShouldAllBe(p => !p.Missing);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Write(mux.Video(630_000, true));
        Look().Pids.Where(p => p.Missing).Select(p => p.Pid).ShouldBe([Mux.AudioPid]);
    }

    [Fact]
    public void Garbage_between_packets_is_a_loss_of_sync()
    {
        var source = new Source();
        _relay.Write(source.Pictures(3));
        _relay.Write(new byte[1000]);
        _relay.Write(source.Pictures(3));
        var health = Look();
        (health.SyncLosses, health.InSync, health.ContinuityErrors).ShouldBe((1, true, 0));
        health.SkippedBytes.ShouldBe(1000);
    }

    [Fact]
    public void A_new_figure_is_a_new_record_and_the_old_one_stays_as_it_was()
    {
        Play(new Source(), 30);
        var before = _relay.Health;
        var packets = before.Packets;
        Play(new Source(start: 4_000_000), 30);
        (before.Packets, before.Pids.Length).ShouldBe((packets, 4));
        _relay.Health.Packets.ShouldBeGreaterThan(packets);
    }

    private void Play(Source source, int pictures)
    {
        for (; pictures > 0; pictures--)
        {
            _relay.Write(source.Pictures(1));
            _clock.Advance(TimeSpan.FromMilliseconds(40));
        }
    }

    private void Write(Mux mux) => _relay.Write(mux.Cut());

    private long Errors(int pid) => Look().Pids.Single(p => p.Pid == pid).ContinuityErrors;

    private RelayHealth Look()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _relay.Idle();
        return _relay.Health;
    }
}
