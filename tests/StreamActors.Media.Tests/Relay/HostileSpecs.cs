using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

/// <summary>No bytes throw, hang or make the relay grow.</summary>
public sealed class HostileSpecs
{
    private const int Cap = 8 * 14 * 188;

    private readonly StandingClock _clock = new();

    private static Gen<byte[]> Packets =>
        from kind in Gen.Choose(0, 5)
        from pid in Gen.Elements(0, Mux.MapPid, Mux.VideoPid, Mux.AudioPid, 0x1FFF, 0x77)
        from control in Gen.Choose(0, 255)
        from head in Gen.Choose(0, 255)
        from start in Gen.Elements(0, 0x40, 0x80)
        from content in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(184)
        select kind switch
        {
            0 => content,
            1 => [0x47, (byte)(start | (pid >> 8)), (byte)pid, (byte)control, .. content],
            2 => [0x47, (byte)(start | (pid >> 8)), (byte)pid, (byte)control, (byte)head, .. content[1..]],
            3 => [0x47, (byte)(0x40 | (pid >> 8)), (byte)pid, (byte)(0x10 | (control & 15)), 0, 0, 1, 0xE0, .. content[4..]],
            4 => new Mux()
                .Psi(pid, Mux.Section((byte)(head & 3), control, head & 31, content[..(control % 160)], head & 3, control & 3)).Bytes,
            _ => new Mux().Pes(pid == 0x1FFF ? 5 : pid, 0xE0, control * 40_000_000L, head % 2 == 0 ? null : head * 40_000_000L,
                content[..Math.Min(control, 184)], head * 50_000_000L, true, 1 + (head % 20)).Bytes,
        };

    [Fact]
    public void Whatever_bytes_come() => Prop.ForAll(
        Packets.ListOf().ToArbitrary(), Gen.Choose(1, 1500).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (packets, piece, odd) =>
        {
            using var relay = Small(out var pool);
            using var reader = relay.Open(new ReaderSignal());
            byte[] bytes = [.. new Source().Pictures(3), .. packets.SelectMany(p => p), .. new Source(start: 7_000_000).Pictures(3)];
            foreach (var part in bytes.Chunk(piece))
            {
                relay.Write(part);
                _clock.Advance(TimeSpan.FromMilliseconds(50));
                if (part[0] % 10 == odd)
                    relay.Restarted();
                using var other = relay.Open(new ReaderSignal());
                (Seen.Read(other).Length % 188).ShouldBe(0);
                (reader.Peek(7).Length % 188).ShouldBe(0);
                if (part[0] % 7 == odd)
                    Seen.Read(reader);
                relay.Health.RingBytes.ShouldBeLessThanOrEqualTo(Cap);
            }
            relay.End();
            pool.Idle.ShouldBeLessThan(64);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_steady_stream_allocates_nothing_once_its_ring_is_full()
    {
        using var relay = Small(out _);
        using var cursor = relay.Open(new ReaderSignal());
        var stream = new Source().Pictures(200);
        Run();
        relay.Write(stream);
        // The runtime allocates now and then when it recompiles: only allocations in every round are ours. Each round has one restart,
        // which may allocate a little; a byte per packet would be two thousand.
        Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBeLessThan(1_000);
        (cursor.Passed + cursor.Lost).ShouldBe(relay.Published);

        void Run()
        {
            for (var at = 0; at < stream.Length; at += 1316)
            {
                relay.Write(stream.AsSpan(at, Math.Min(1316, stream.Length - at)));
                for (var span = cursor.Peek(7); !span.IsEmpty; span = cursor.Peek(7))
                    cursor.Advance(span.Length / 188);
            }
        }
    }

    [Fact]
    public void Units_begun_and_never_finished_hold_nothing_back_for_long()
    {
        using var relay = Small(out _);
        var mux = new Mux().Null(5).Tables();
        relay.Write(mux.Cut());
        relay.Restarted();
        relay.Write(mux.Null(5).Cut());
        for (var i = 0; i < 300; i++)
            relay.Write(mux.Packet(Mux.VideoPid, true, [0, 0, 1]).Packet(Mux.AudioPid, true, [0]).Null().Cut());
        (relay.Published + 112).ShouldBeGreaterThan(relay.Health.Packets);
        _clock.Advance(TimeSpan.FromSeconds(1));
        relay.Idle();
        relay.Published.ShouldBe(relay.Health.Packets);
    }

    private LiveRelay Small(out ChunkPool pool) =>
        new(pool = new ChunkPool(packets: 14), RingLimits.Default with { CapBytes = Cap }, _clock);
}

