using System.Diagnostics;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Benchmarks;

/// <summary>
/// The cost of the relay itself, on one core: parsing, restamping and the ring at full speed; cursors polled by one thread; blocking
/// readers. CPU time, median of five.
/// </summary>
internal static class Relays
{
    private const int Datagram = 7 * 188;

    public static Task Run()
    {
        // 4 Mbit/s: 25 pictures of 19 kB, audio, a key frame every two seconds.
        var stream = new Source(group: 50, pictureBytes: 19_000).Pictures(500);
        Write(stream, "in datagrams", Datagram);
        Write(stream, "in pieces of 64 kB", 64 * 1024);
        foreach (var cursors in (int[])[1, 100, 1000])
            Poll(stream, cursors);
        foreach (var linger in (int[])[0, 25])
            Block(stream, 100, TimeSpan.FromMilliseconds(linger));
        return Task.CompletedTask;
    }

    private static void Write(byte[] stream, string how, int piece)
    {
        using var relay = Relay();
        // The stream restarts each round: from the second on, every timestamp and every counter is rewritten.
        for (var i = 0; i < 30; i++)
            Feed(relay, stream, piece);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var collections = GC.CollectionCount(0);
        List<double> rates = [];
        for (var round = 0; round < 5; round++)
        {
            var before = Cpu();
            for (var i = 0; i < 40; i++)
                Feed(relay, stream, piece);
            rates.Add(40.0 * stream.Length / 1e6 / (Cpu() - before).TotalSeconds);
        }
        var packets = 200.0 * stream.Length / 188;
        Row($"parser and relay, one core, {how}: MB/s", $"{Median(rates):N0}");
        Row("… nanoseconds per packet; bytes allocated per packet; collections",
            $"{188e3 / Median(rates):N0}; {(GC.GetAllocatedBytesForCurrentThread() - allocated) / packets:N4}; "
                + $"{GC.CollectionCount(0) - collections}");
    }

    private static void Poll(byte[] stream, int count)
    {
        using var relay = Relay();
        var readerSignal = new ReaderSignal();
        var cursors = Enumerable.Range(0, count).Select(_ => relay.Open(readerSignal)).ToList();
        var datagrams = Math.Min(stream.Length / Datagram, 40_000_000 / count / 10);
        // Until the ring is full and uses pooled chunks.
        for (var i = 0; i < 4; i++)
            Feed(relay, stream, Datagram);
        cursors.ForEach(Skip);
        Follow(relay, stream, datagrams, cursors);
        List<double> each = [];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 5; round++)
        {
            var alone = Cpu();
            Follow(relay, stream, datagrams, []);
            var together = Cpu();
            cursors.ForEach(Skip);
            var begun = Cpu();
            Follow(relay, stream, datagrams, cursors);
            each.Add(((Cpu() - begun) - (together - alone)).TotalNanoseconds / datagrams / count);
        }
        var perSecond = 4e6 / 8 / Datagram;
        Row($"{count} cursors polled for each datagram: ns per cursor and datagram; share of a core at 4 Mbit/s",
            $"{Median(each):N1}; {Median(each) * count * perSecond / 1e7:N3} %");
        Row("… bytes allocated per datagram", $"{(GC.GetAllocatedBytesForCurrentThread() - allocated) / 10.0 / datagrams:N4}");
        cursors.ForEach(c => c.Dispose());
    }

    /// <summary>Readers that block until data arrives, read it, and (lingering) wait for more before they read again.</summary>
    private static void Block(byte[] stream, int count, TimeSpan linger)
    {
        using var relay = Relay();
        var wakes = 0L;
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            using var cursor = relay.Open(new ReaderSignal());
            using var never = new ManualResetEventSlim();
            while (cursor.Wait(Timeout.InfiniteTimeSpan))
            {
                Interlocked.Increment(ref wakes);
                if (linger > TimeSpan.Zero)
                    never.WaitHandle.WaitOne(linger);
                Skip(cursor);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        var (before, watch, at) = (Cpu(), Stopwatch.StartNew(), 0);
        using var pace = new ManualResetEventSlim();
        while (watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            relay.Write(stream.AsSpan(at, Datagram));
            at += Datagram;
            var due = TimeSpan.FromSeconds(at * 8 / 4e6);
            if (due > watch.Elapsed)
                pace.WaitHandle.WaitOne(due - watch.Elapsed);
        }
        var share = (Cpu() - before) / watch.Elapsed / count;
        relay.End();
        threads.ForEach(t => t.Join());
        Row($"{count} blocking readers at 4 Mbit/s, lingering {linger.TotalMilliseconds} ms: share of a core for each; wakes per second "
            + $"of each", $"{share * 100:N3} %; {wakes / 5.0 / count:N0}");
    }

    private static LiveRelay Relay() => new(new ChunkPool(), RingLimits.Default, TimeProvider.System);

    private static void Feed(LiveRelay relay, ReadOnlySpan<byte> stream, int piece)
    {
        for (; !stream.IsEmpty; stream = stream[Math.Min(piece, stream.Length)..])
            relay.Write(stream[..Math.Min(piece, stream.Length)]);
    }

    private static void Follow(LiveRelay relay, byte[] stream, int datagrams, List<RelayCursor> cursors)
    {
        for (var n = 0; n < datagrams; n++)
        {
            relay.Write(stream.AsSpan(n * Datagram, Datagram));
            foreach (var cursor in cursors)
            {
                for (var span = cursor.Peek(7); !span.IsEmpty; span = cursor.Peek(7))
                    cursor.Advance(span.Length / 188);
            }
        }
    }

    private static void Skip(RelayCursor cursor)
    {
        for (var span = cursor.Peek(); !span.IsEmpty; span = cursor.Peek())
            cursor.Advance(span.Length / 188);
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    private static void Row(string what, string figure) => Console.WriteLine($"| {what} | {figure} |");
}
