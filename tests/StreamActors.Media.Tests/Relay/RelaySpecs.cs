using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

public sealed class RelaySpecs
{
    private readonly StandingClock _clock = new();
    private readonly ChunkPool _pool = new(packets: 14, idle: 64);

    [Fact]
    public void What_is_written_is_what_every_reader_gets()
    {
        using var relay = Relay();
        using var early = relay.Open(new ReaderSignal());
        var source = new Source();
        var sent = source.Pictures(40);
        relay.Write(sent);
        using var late = relay.Open(new ReaderSignal());
        Seen.Read(early).ShouldBeBytes(sent);
        early.Passed.ShouldBe(sent.Length / 188);
        (early.Lost, early.Behind).ShouldBe((0, 0));
        Seen.Read(late).Length.ShouldBeLessThan(sent.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_reader_gets_the_tables_and_then_the_newest_key_frame(bool flag)
    {
        using var relay = Relay();
        relay.Write(new Source(flag: flag).Pictures(37));
        using var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.KeyFrame);
        var seen = new Seen(Seen.Read(cursor));
        seen.Pids.Take(3).ShouldBe([0, Mux.MapPid, Mux.VideoPid]);
        seen.Units[0].Dts.ShouldBe(90_000 + 45_000 + (30 * Source.Frame));
        seen.Units.Count(u => u.Pid == Mux.VideoPid).ShouldBe(7);
    }

    [Fact]
    public void The_tables_put_in_front_run_on_into_those_of_the_stream()
    {
        using var relay = Relay();
        var source = new Source();
        relay.Write(source.Pictures(35));
        using var cursor = relay.Open(new ReaderSignal());
        relay.Write(source.Pictures(30));
        var seen = new Seen(Seen.Read(cursor));
        seen.Pids.Count(p => p == 0).ShouldBe(4);
        (seen.Gaps.Count, seen.Repeats.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void A_reader_may_join_a_key_frame_that_is_still_coming_in()
    {
        using var relay = Relay();
        var source = new Source(group: 5);
        var bytes = source.Pictures(6);
        relay.Write(bytes[..^(3 * 188)]);
        using var cursor = relay.Open(new ReaderSignal());
        var first = Seen.Read(cursor);
        relay.Write(bytes[^(3 * 188)..]);
        byte[] all = [.. first, .. Seen.Read(cursor)];
        new Seen(all).Units[0].Dts.ShouldBe(90_000 + 45_000 + (5 * Source.Frame));
        all.ShouldBeBytes([.. all[..376], .. bytes[^(all.Length - 376)..]]);
    }

    [Fact]
    public void Sound_without_a_picture_is_joined_at_its_newest_unit()
    {
        using var relay = Relay();
        var mux = new Mux().Pat().AudioOnlyPmt();
        for (var i = 0; i < 50; i++)
            mux.Audio(90_000 + (i * 2160), pcr: 80_000 + (i * 2160));
        relay.Write(mux.Bytes);
        using var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.Anywhere);
        var seen = new Seen(Seen.Read(cursor));
        seen.Pids.ShouldBe([0, Mux.MapPid, Mux.AudioPid]);
    }

    [Fact]
    public void A_group_longer_than_the_ring_is_joined_live_and_said()
    {
        using var relay = Relay(cap: 20 * _pool.ChunkBytes);
        var source = new Source(group: 1000);
        relay.Write(source.Pictures(60));
        relay.Health.GroupExceedsRing.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        relay.Write(source.Pictures(1));
        relay.Health.GroupExceedsRing.ShouldBeTrue();
        relay.Health.Join.ShouldBe(JoinedAt.Live);
        using var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.Live);
        cursor.Behind.ShouldBe(0);
        relay.Write(source.Pictures(2));
        new Seen(Seen.Read(cursor)).Pids.Take(3).ShouldBe([0, Mux.MapPid, Mux.VideoPid]);
        relay.Health.RingBytes.ShouldBeLessThanOrEqualTo(20 * _pool.ChunkBytes);
    }

    [Fact]
    public void A_reader_a_ring_behind_goes_on_at_the_newest_key_frame_and_its_loss_is_counted()
    {
        using var relay = Relay(cap: 30 * _pool.ChunkBytes);
        var source = new Source();
        relay.Write(source.Pictures(11));
        using var slow = relay.Open(new ReaderSignal());
        using var quick = relay.Open(new ReaderSignal());
        var before = slow.Peek(5).ToArray();
        for (var i = 0; i < 100; i++)
        {
            relay.Write(source.Pictures(1));
            Seen.Read(quick);
        }
        slow.Peek(5).ToArray().ShouldBeBytes(before, "what a slow reader holds is never overwritten");
        var rest = new Seen(Seen.Read(slow));
        (slow.Jumps, slow.Joined).ShouldBe((1, JoinedAt.KeyFrame));
        (slow.Passed + slow.Lost).ShouldBe(relay.Published - FirstJoin());
        rest.Units.Last(u => u.Pid == Mux.VideoPid).Dts.ShouldBe(source.Clock - Source.Frame + 45_000);
        rest.Pids.LastIndexOf(0).ShouldBeGreaterThan(0);
        (quick.Lost, quick.Jumps).ShouldBe((0, 0));

        long FirstJoin() => quick.Passed == 0 ? 0 : relay.Published - quick.Passed;
    }

    [Fact]
    public void The_ring_keeps_two_groups_and_four_seconds_and_gives_back_the_rest()
    {
        using var relay = Relay();
        var source = new Source(group: 25);
        for (var i = 0; i < 50 * 25; i++)
        {
            relay.Write(source.Pictures(1));
            _clock.Advance(TimeSpan.FromMilliseconds(40));
        }
        var second = 25 * (1 + 9) * 188;
        relay.Health.RingBytes.ShouldBeInRange(4 * second, 6 * second);
        _pool.Idle.ShouldBeLessThan(5);
    }

    [Fact]
    public void Groups_longer_than_four_seconds_are_kept_whole_under_the_cap()
    {
        using var relay = Relay();
        var source = new Source(group: 250);
        for (var i = 0; i < 800; i++)
        {
            relay.Write(source.Pictures(1));
            _clock.Advance(TimeSpan.FromMilliseconds(40));
        }
        using var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.KeyFrame);
        relay.Health.RingBytes.ShouldBeGreaterThan(500 * 10 * 188);
    }

    [Fact]
    public void A_source_long_silent_is_joined_live_for_its_newest_picture_is_an_old_one()
    {
        using var relay = Relay();
        var source = new Source();
        relay.Write(source.Pictures(12));
        _clock.Advance(TimeSpan.FromMinutes(5));
        relay.Silence.ShouldBe(TimeSpan.FromMinutes(5));
        using var cursor = relay.Open(new ReaderSignal());
        (cursor.Joined, cursor.Behind).ShouldBe((JoinedAt.Live, 0));
    }

    [Fact]
    public void Datagrams_are_seven_packets_and_only_the_first_chunk_may_end_with_a_shorter_one()
    {
        using var relay = Relay();
        var source = new Source();
        relay.Write(source.Pictures(23));
        using var cursor = relay.Open(new ReaderSignal());
        var sizes = new List<int>();
        for (var span = cursor.Peek(7); !span.IsEmpty; span = cursor.Peek(7))
        {
            sizes.Add(span.Length / 188);
            cursor.Advance(span.Length / 188);
        }
        sizes.Skip(3).SkipLast(1).ShouldAllBe(s => s == 7);
    }

    [Fact]
    public void After_the_end_readers_finish_what_is_there()
    {
        using var relay = Relay();
        var sent = new Source().Pictures(20);
        using var cursor = relay.Open(new ReaderSignal());
        relay.Write(sent);
        relay.End();
        cursor.Ended.ShouldBeFalse();
        cursor.Wait(TimeSpan.Zero).ShouldBeTrue();
        Seen.Read(cursor).ShouldBeBytes(sent);
        cursor.Ended.ShouldBeTrue();
        cursor.Wait(Timeout.InfiniteTimeSpan).ShouldBeFalse();
    }

    [Fact]
    public void A_relay_taken_down_gives_back_all_but_what_a_reader_stands_in()
    {
        var relay = Relay();
        var cursor = relay.Open(new ReaderSignal());
        var sent = new Source().Pictures(20);
        relay.Write(sent);
        var held = cursor.Peek();
        relay.Dispose();
        var chunks = (sent.Length + _pool.ChunkBytes - 1) / _pool.ChunkBytes;
        _pool.Idle.ShouldBe(chunks - 1);
        held.ToArray().ShouldBeBytes(sent[..held.Length]);
        cursor.Advance(held.Length / 188);
        cursor.Ended.ShouldBeTrue();
        cursor.Dispose();
        _pool.Idle.ShouldBe(chunks);
    }

    [Fact]
    public void New_tables_midway_are_the_ones_a_later_reader_gets()
    {
        using var relay = Relay();
        relay.Write(new Source().Pictures(15));
        relay.Write(new Mux().Pat().Pmt(version: 1, video: 0x24).Bytes);
        relay.Write(
            new Mux().Video(10_000_000, true, unit: [0, 0, 1, 0x26, 1, 0xAF]).Video(10_003_600, false, unit: [0, 0, 1, 2, 1, 0xD0]).Bytes);
        using var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.KeyFrame);
        var bytes = Seen.Read(cursor);
        new TsPacket(bytes.AsSpan(188)).Payload[6].ShouldBe((byte)0xC3);
        new Seen(bytes).Units[0].Pid.ShouldBe(Mux.VideoPid);
    }

    private LiveRelay Relay(long cap = 32 << 20) => new(_pool, RingLimits.Default with { CapBytes = cap }, _clock);
}
