using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

/// <summary>Tables of several packets, with key frames between them.</summary>
public sealed class LongTablesSpecs
{
    // 340 bytes: two packets, or a run of packets that share boundaries.
    private static readonly byte[] Map =
        Mux.PmtSection(1, 0, Mux.VideoPid, [(0x1B, Mux.VideoPid), .. Enumerable.Range(0, 63).Select(i => ((byte)0x0F, 0x200 + i))]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reader_that_joins_between_them_gets_a_whole_one_and_unbroken_counters(bool packed)
    {
        var tables = packed ? Packed(12) : [.. Enumerable.Repeat(Map, 12)
            .SelectMany(m => new Mux().Psi(Mux.MapPid, m).Bytes.Chunk(188).Select(p => (p[4..], (p[1] & 0x40) != 0)))];
        for (var cut = 3; cut < tables.Count - 3; cut++)
        {
            using var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, new StandingClock());
            var mux = new Mux().Null(5).Pat();
            for (var i = 0; i < tables.Count; i++)
            {
                mux.Packet(Mux.MapPid, tables[i].Start, tables[i].Payload);
                if (i == cut)
                    mux.Video(90_000, true, flag: true);
            }
            relay.Write(mux.Bytes);
            using var cursor = relay.Open(new ReaderSignal());
            cursor.Joined.ShouldBe(JoinedAt.KeyFrame);
            var got = Seen.Read(cursor);
            var seen = new Seen(got);
            seen.Gaps.ShouldBeEmpty($"cut {cut}");
            seen.Repeats.ShouldBeEmpty($"cut {cut}");
            HeardBefore(got, seen.Pids.IndexOf(Mux.VideoPid)).ShouldBeGreaterThan(0, $"cut {cut}");
        }
    }

    private static int HeardBefore(byte[] stream, int packets)
    {
        var heard = 0;
        var sections = new SectionAssembler((in TableSection s) => heard += s.Bytes.SequenceEqual(Map) ? 1 : 0);
        foreach (var bytes in stream.Chunk(188).Take(packets))
        {
            if (new TsPacket(bytes).Pid == Mux.MapPid)
                sections.Take(new TsPacket(bytes).Payload, new TsPacket(bytes).UnitStart);
        }
        return heard;
    }

    /// <summary>Sections one after another: each packet points at the first that begins in it.</summary>
    private static List<(byte[] Payload, bool Start)> Packed(int count)
    {
        byte[] run = [.. Enumerable.Repeat(Map, count).SelectMany(m => m)];
        var packets = new List<(byte[], bool)>();
        for (var at = 0; at < run.Length;)
        {
            var begins = ((at + Map.Length - 1) / Map.Length * Map.Length) - at;
            var start = begins < 183 && at + begins < run.Length;
            var part = run[at..Math.Min(run.Length, at + (start ? 183 : 184))];
            byte[] payload = start ? [(byte)begins, .. part] : part;
            packets.Add(([.. payload, .. Enumerable.Repeat((byte)0xFF, 184 - payload.Length)], start));
            at += part.Length;
        }
        return packets;
    }
}
