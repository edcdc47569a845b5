using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Flv;

/// <summary>
/// Whatever a publisher or a source sends, nothing but <see cref="FlvUnsupportedException"/> is thrown, nothing hangs and nothing grows.
/// Inputs are real streams (Flv/corpus) with changed bytes, lengths, times and order; a seed names each.
/// </summary>
public sealed class FlvHostileSpecs
{
    private const int MostMemory = 4 << 20;

    private static readonly Tag[] Tags = [.. FlvFile.Read(Kept("h264.flv")), .. Enhanced()];
    private static readonly byte[][] Sources = [Kept("h264.ts"), Kept("hevc.ts")];

    private long _passed;

    public enum Way
    {
        FlvToTs,
        TsToFlv,
        TsToRelay,
    }

    [Theory]
    [InlineData(Way.FlvToTs)]
    [InlineData(Way.TsToFlv)]
    [InlineData(Way.TsToRelay)]
    public void Three_thousand_inputs(Way way) => Run(way, 1, 3000);

    [Theory]
    [InlineData(Way.FlvToTs)]
    [InlineData(Way.TsToFlv)]
    [InlineData(Way.TsToRelay)]
    [Trait("Runs", "long")]
    public void Ten_million_inputs(Way way) =>
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            part => new FlvHostileSpecs().Run(way, 1_000_000 * (part + 1), way == Way.FlvToTs ? 50_000 : 25_000));

    private void Run(Way way, int seed, int count)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var random = new Random(seed + i);
                if (way == Way.FlvToTs)
                    TakeTags(random);
                else if (way == Way.TsToFlv)
                    TakePackets(random);
                else
                    TakeIntoRelay(random);
                Hold(GC.GetAllocatedBytesForCurrentThread() - before < MostMemory, "it takes too much memory");
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed + i}: {failure.Message}", failure);
            }
        }
        _passed.ShouldBeGreaterThan(count * 10L, "too few inputs get as far as frames");
    }

    private void TakeTags(Random random)
    {
        var most = 0L;
        var flvToTs = new FlvToTs(packets =>
        {
            Hold(packets.Length % TsPacket.Size == 0 && packets[0] == TsPacket.Sync, "packets are not whole");
            _passed += packets.Length / TsPacket.Size;
            most -= packets.Length;
        });
        var at = random.Next(Tags.Length);
        for (var left = random.Next(5, 60); left > 0; left--, at++)
        {
            var tag = Tags[(random.Next(10) == 0 ? at = random.Next(Tags.Length) : at) % Tags.Length];
            var body = Changed(tag.Body, random, Math.Min(tag.Body.Length, 20));
            var time = random.Next(20) == 0 ? (uint)random.NextInt64(1L << 32) : tag.At;
            var type = random.Next(50) == 0 ? (FlvTagType)random.Next(256) : tag.Type;
            try
            {
                // Its packets, tables, a PCR and parameter sets.
                most = (3 * body.Length) + (8 << 10);
                flvToTs.Take(type, time, body);
            }
            catch (FlvUnsupportedException refusal)
            {
                Hold(refusal.Message.EndsWith('.'), "a refusal without a sentence");
            }
            Hold(most >= 0, "the output grows");
        }
    }

    private void TakePackets(Random random)
    {
        var (given, taken) = (0L, 0L);
        var last = new Dictionary<FlvTagType, uint>();
        var tsToFlv = new TsToFlv((type, at, body) =>
        {
            _passed++;
            taken += body.Length;
            Hold(body.Length > 1, "a tag is empty");
            Hold(type == FlvTagType.Script || at >= last.GetValueOrDefault(type), "a time goes back");
            last[type] = at;
        }, random.Next(5) == 0 ? random.Next(3) : null);
        foreach (var packet in Packets(random))
        {
            if (random.Next(300) == 0)
                tsToFlv.Miss();
            given += packet.Length;
            tsToFlv.Take(packet);
        }
        tsToFlv.Flush();
        Hold(tsToFlv.Refusal?.EndsWith('.') != false, "a refusal without a sentence");
        Hold(taken < (2 * given) + (64 << 10), "the output grows");
    }

    private void TakeIntoRelay(Random random)
    {
        const int cap = 8 * 14 * TsPacket.Size;
        using var relay = new LiveRelay(new ChunkPool(packets: 14), RingLimits.Default with { CapBytes = cap }, TimeProvider.System);
        using var slow = relay.Open(new ReaderSignal());
        using var reader = relay.Open(new ReaderSignal());
        foreach (var packet in Packets(random))
        {
            // Datagrams may end anywhere.
            var cut = random.Next(20) == 0 ? random.Next(packet.Length) : packet.Length;
            relay.Write(packet.AsSpan(0, cut));
            relay.Write(packet.AsSpan(cut));
            if (random.Next(200) == 0)
                relay.Restarted();
            if (random.Next(10) != 0)
                continue;
            for (var read = reader.Peek(7); !read.IsEmpty; read = reader.Peek(7))
            {
                Hold(read.Length % TsPacket.Size == 0 && read[0] == TsPacket.Sync, "packets are not whole");
                _passed += read.Length / TsPacket.Size;
                reader.Advance(read.Length / TsPacket.Size);
            }
            Hold(relay.Health.RingBytes <= cap, "the ring grows");
        }
        relay.End();
    }

    private static IEnumerable<byte[]> Packets(Random random)
    {
        var source = Sources[random.Next(Sources.Length)];
        var count = source.Length / TsPacket.Size;
        var next = random.Next(3) == 0 ? random.Next(count) : 0;
        var isClean = random.Next(4) == 0;
        for (var left = random.Next(20, 3 * count); left > 0; left--, next++)
        {
            next = random.Next(80) == 0 ? random.Next(count) : next % count;
            var packet = source.AsSpan(next * TsPacket.Size, TsPacket.Size).ToArray();
            if (!isClean)
                packet = Changed(packet, random, 30).Concat(packet).Take(TsPacket.Size).ToArray();
            if (next < 4 && random.Next(4) == 0)
                Sign(packet);
            yield return packet;
        }
    }

    /// <summary>A changed table with a valid CRC.</summary>
    private static void Sign(byte[] packet)
    {
        var length = 3 + (((packet[6] & 15) << 8) | packet[7]);
        if (length is < 12 or > TsPacket.Size - 5)
            return;
        var crc = MpegCrc.Of(packet.AsSpan(5, length - 4));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(5 + length - 4), crc);
    }

    private static byte[] Changed(byte[] bytes, Random random, int head)
    {
        switch (random.Next(12))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1 or 2:
                byte[] copy = [.. bytes];
                for (var changes = random.Next(1, 5); changes > 0; changes--)
                    copy[random.Next(random.Next(3) == 0 ? copy.Length : head)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 10);
                return copy;
            case 3 when random.Next(4) == 0:
                return [.. bytes, .. bytes];
            default:
                return bytes;
        }
    }

    private static IEnumerable<Tag> Enhanced()
    {
        var tags = new List<Tag>();
        var tsToFlv = new TsToFlv((type, at, body) => tags.Add(new(type, at, body.ToArray())));
        tsToFlv.Take(Kept("hevc.ts"));
        return tags;
    }

    private static byte[] Kept(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Flv", "corpus", name));

    /// <summary>Cheaper than an assertion that composes its message.</summary>
    private static void Hold(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
