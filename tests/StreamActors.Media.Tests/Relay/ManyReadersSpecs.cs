using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

/// <summary>Real threads: readers with random delays, and a producer that never waits for them.</summary>
public sealed class ManyReadersSpecs
{
    private const int Total = 60_000;
    private const int Unit = 20;
    private const int Tables = 2;

    [Fact]
    public void Every_byte_a_reader_gets_is_right_and_every_packet_it_misses_is_counted()
    {
        var pool = new ChunkPool(packets: 70, idle: 64);
        using var relay = new LiveRelay(pool, RingLimits.Default with { CapBytes = 12 * pool.ChunkBytes }, new StandingClock());
        using var half = new ManualResetEventSlim();
        var readerSignal = new ReaderSignal();
        var readers = Enumerable.Range(0, 6).Select(n => new Check(relay.Open(new ReaderSignal()), n * 3)).ToList();
        // However the threads run: this one is outrun.
        readers.Add(new Check(relay.Open(new ReaderSignal()), 0, half));
        var polled = Enumerable.Range(0, 40).Select(n => new Check(relay.Open(readerSignal), n % 5)).ToList();
        var threads = readers.Select(r => new Thread(() => r.Follow())).Append(new Thread(() => Poll(readerSignal, polled))).ToList();
        threads.ForEach(t => t.Start());
        Produce(relay, half);
        threads.ForEach(t => t.Join(TimeSpan.FromMinutes(1)).ShouldBeTrue("a reader hangs"));
        foreach (var check in readers.Concat(polled))
        {
            check.Wrong.ShouldBeNull();
            (check.Cursor.Passed + check.Cursor.Lost).ShouldBe(Total);
            // The tables at the very start are not numbered: a reader that was late from the beginning has lost them too.
            (check.Cursor.Lost - check.Skipped).ShouldBeOneOf(0, Tables);
            check.Cursor.Dispose();
        }
        readers.Concat(polled).Sum(r => r.Cursor.Jumps).ShouldBeGreaterThan(0, "nobody was ever too slow: the test tests nothing");
        relay.Dispose();
        pool.Idle.ShouldBeLessThanOrEqualTo(12 + 1 + readers.Count + polled.Count, "a chunk was given back twice, or made without need");
    }

    [Fact]
    public void A_blocked_reader_is_woken_by_what_comes_and_by_the_end()
    {
        using var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, TimeProvider.System);
        using var cursor = relay.Open(new ReaderSignal());
        var got = 0;
        var reader = new Thread(() =>
        {
            while (cursor.Wait(Timeout.InfiniteTimeSpan))
            {
                var span = cursor.Peek();
                Interlocked.Add(ref got, span.Length);
                cursor.Advance(span.Length / 188);
            }
        });
        reader.Start();
        var source = new Source();
        var sent = 0;
        for (var i = 0; i < 200; i++)
        {
            var bytes = source.Pictures(1);
            sent += bytes.Length;
            relay.Write(bytes);
            SpinWait.SpinUntil(() => Volatile.Read(ref got) == sent, TimeSpan.FromSeconds(30))
                .ShouldBeTrue($"picture {i} never woke the reader");
        }
        relay.End();
        reader.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [Fact]
    public void A_signal_times_out_and_one_raised_earlier_does_not_wait()
    {
        var readerSignal = new ReaderSignal();
        readerSignal.Wait(TimeSpan.FromMilliseconds(20)).ShouldBeFalse();
        readerSignal.Signal();
        readerSignal.Signal();
        readerSignal.Wait(Timeout.InfiniteTimeSpan).ShouldBeTrue();
        readerSignal.Wait(TimeSpan.Zero).ShouldBeFalse();
    }

    private static void Produce(LiveRelay relay, ManualResetEventSlim half)
    {
        var packets = Numbered();
        for (var at = 0; at < packets.Length; at += 7 * 188)
        {
            if (at > packets.Length / 2)
                half.Set();
            relay.Write(packets.AsSpan(at, Math.Min(7 * 188, packets.Length - at)));
        }
        relay.End();
    }

    /// <summary>Units of twenty packets, the first of each a key frame; each packet is filled with its number.</summary>
    private static byte[] Numbered()
    {
        var mux = new Mux().Tables();
        for (var n = mux.Count; n < Total; n++)
        {
            var fill = Enumerable.Repeat(BitConverter.GetBytes(n), 50).SelectMany(b => b).ToArray();
            var start = n % Unit == 0;
            byte[] payload = start ? [.. Mux.PesHeader(0xE0, null, null), .. fill] : fill;
            mux.Packet(Mux.VideoPid, start, payload[..176], Mux.Adaptation(randomAccess: start));
        }
        return mux.Bytes;
    }

    private static void Poll(ReaderSignal readerSignal, List<Check> checks)
    {
        while (!checks.All(c => c.Cursor.Ended))
        {
            readerSignal.Wait(Timeout.InfiniteTimeSpan);
            while (checks.Any(c => c.Step()))
            {
            }
        }
    }

    private sealed class Check(RelayCursor cursor, int slowness, ManualResetEventSlim? until = null)
    {
        private readonly Random _random = new(slowness);
        private long _next = Tables;

        public RelayCursor Cursor => cursor;

        public long Skipped { get; private set; }

        public string? Wrong { get; private set; }

        public void Follow()
        {
            while (cursor.Wait(Timeout.InfiniteTimeSpan))
                Step();
        }

        public bool Step()
        {
            var span = cursor.Peek(_random.Next(1, 60));
            if (span.IsEmpty)
                return false;
            // Slow: reads what it holds for a long time, and then again.
            Look(span, first: true);
            if (slowness > 0 && _random.Next(20) == 0)
                Thread.SpinWait(slowness * 20_000);
            until?.Wait();
            Look(span, first: false);
            cursor.Advance(span.Length / 188);
            return true;
        }

        private void Look(ReadOnlySpan<byte> span, bool first)
        {
            for (var rest = span; !rest.IsEmpty; rest = rest[188..])
            {
                var p = rest[..188];
                var pid = ((p[1] & 31) << 8) | p[2];
                if (p[0] != 0x47)
                    Wrong ??= "no sync byte";
                if (pid != Mux.VideoPid || !first)
                {
                    Whole(p, pid);
                    continue;
                }
                var number = Whole(p, pid);
                Skipped += Math.Max(0, number - _next);
                if (number < _next)
                    Wrong ??= $"{number} after {_next}";
                _next = number + 1;
            }
        }

        private long Whole(ReadOnlySpan<byte> packet, int pid)
        {
            if (pid != Mux.VideoPid)
                return -1;
            var payload = packet[12..188];
            if ((packet[1] & 0x40) != 0)
                payload = payload[9..];
            var number = BitConverter.ToInt32(payload);
            for (var rest = payload; rest.Length >= 4; rest = rest[4..])
            {
                if (BitConverter.ToInt32(rest) != number)
                    Wrong ??= $"packet {number} is torn";
            }
            return number;
        }
    }
}
