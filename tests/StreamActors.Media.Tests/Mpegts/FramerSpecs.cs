using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Mpegts;

public sealed class FramerSpecs
{
    [Theory]
    [InlineData(188)]
    [InlineData(192)]
    [InlineData(204)]
    public void Packets_are_found_at_each_distance_however_the_bytes_are_cut(int stride)
    {
        var sent = Numbered(40);
        var bytes = Spaced(sent, stride);
        for (var piece = 1; piece < 700; piece += 37)
            Read(bytes, piece, out var framer).ShouldBeBytes(sent, $"pieces of {piece}, stride {framer.Stride}");
    }

    [Fact]
    public void Garbage_before_the_first_packet_is_skipped_and_counted()
    {
        var sent = Numbered(12);
        byte[] garbage = [0x47, 1, 2, 0x47, .. Enumerable.Repeat((byte)0x11, 500)];
        Read([.. garbage, .. sent], 1316, out var framer).ShouldBeBytes(sent);
        framer.Skipped.ShouldBe(garbage.Length);
        framer.SyncLosses.ShouldBe(0);
    }

    [Fact]
    public void Bytes_torn_out_cost_the_packets_they_were_in_and_no_other()
    {
        // The packet at the cut still begins with a sync byte: it is passed on, and its counter or CRC shows the damage.
        var sent = Numbered(40);
        byte[] torn = [.. sent[..(20 * 188 + 50)], .. sent[(21 * 188 + 10)..]];
        Read(torn, 1316, out var framer).ShouldBeBytes([.. sent[..(20 * 188)], .. torn[(20 * 188)..(21 * 188)], .. sent[(22 * 188)..]]);
        framer.SyncLosses.ShouldBe(1);
    }

    [Fact]
    public void One_bad_sync_byte_costs_its_packet_and_is_no_loss()
    {
        var sent = Numbered(20);
        byte[] bad = [.. sent];
        bad[7 * 188] = 0x48;
        Read(bad, 188, out var framer).ShouldBeBytes([.. sent[..(7 * 188)], .. sent[(8 * 188)..]]);
        (framer.SyncLosses, framer.SyncByteErrors).ShouldBe((0, 1));
    }

    [Fact]
    public void A_restart_finds_another_distance()
    {
        var framer = new PacketFramer();
        ReadInto(framer, Spaced(Numbered(10), 204), 500);
        framer.Restart();
        ReadInto(framer, Spaced(Numbered(10), 192), 500).ShouldBeBytes(Numbered(10));
    }

    [Fact]
    public void No_bytes_throw_or_are_made_up() => Prop.ForAll(
        Gen.Choose(0, 255).Select(b => b % 3 == 0 ? (byte)0x47 : (byte)b).ArrayOf(3000).ToArbitrary(), Gen.Choose(1, 900).ToArbitrary(),
        (bytes, piece) =>
        {
            var read = Read(bytes, piece, out var framer);
            (read.Length + framer.Skipped).ShouldBeLessThanOrEqualTo(bytes.Length);
        }).QuickCheckThrowOnFailure();

    private static byte[] Read(byte[] bytes, int piece, out PacketFramer framer) => ReadInto(framer = new PacketFramer(), bytes, piece);

    private static byte[] ReadInto(PacketFramer framer, byte[] bytes, int piece)
    {
        var read = new List<byte>();
        foreach (var chunk in bytes.Chunk(piece))
        {
            ReadOnlySpan<byte> input = chunk;
            while (framer.Next(ref input, out var packet))
                read.AddRange(packet);
            input.Length.ShouldBe(0);
        }
        return [.. read];
    }

    private static byte[] Numbered(int count)
    {
        var mux = new Mux();
        for (var i = 0; i < count; i++)
            mux.Packet(0x50, false, Mux.Filler(184, i));
        return mux.Bytes;
    }

    private static byte[] Spaced(byte[] packets, int stride) =>
        [.. packets.Chunk(188).SelectMany(p => stride == 192 ? [1, 2, 3, 4, .. p] : p.Concat(Enumerable.Repeat((byte)0xEE, stride - 188)))];
}
