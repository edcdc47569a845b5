using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Tests.Rtmp;

public sealed class ChunkSpecs
{
    private readonly List<(RtmpMessageType Type, uint Stream, uint Timestamp, byte[] Body)> _messages = [];
    private readonly ChunkReader _reader;

    public ChunkSpecs() => _reader = new ChunkReader(RtmpLimits.Default, (t, s, at, b) => _messages.Add((t, s, at, b.ToArray())));

    [Fact]
    public void What_is_written_is_read_in_pieces_of_any_size() => Prop.ForAll(
        (from id in Gen.Choose(2, 6)
         from time in Gen.Elements(0u, 5u, 0xFF_FFFEu, 0xFF_FFFFu, 0x100_0000u, 0xFFFF_FFFFu)
         from stream in Gen.Choose(0, 2)
         from body in Gen.Elements(0, 1, 127, 128, 129, 1500)
         select (id, time, stream, body)).ListOf(20).ToArbitrary(),
        Gen.Elements(1, 3, 100, 10_000).ToArbitrary(), Gen.Elements(128, 1, 4096, 60_000).ToArbitrary(), (given, piece, size) =>
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new ChunkWriter(output) { ChunkSize = size };
            List<(RtmpMessageType Type, uint Stream, uint Timestamp, byte[] Body)> read = [];
            var reader = new ChunkReader(RtmpLimits.Default, (t, s, at, b) => read.Add((t, s, at, b.ToArray())));
            reader.SetChunkSize((uint)size);
            foreach (var (id, time, stream, length) in given)
            {
                writer.Write((byte)id, RtmpMessageType.Video, (uint)stream, time,
                    Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
            }
            foreach (var part in output.WrittenSpan.ToArray().Chunk(piece))
                reader.Take(part);
            read.Select(m => (m.Stream, m.Timestamp, m.Body.Length)).ShouldBe(given.Select(g => ((uint)g.stream, g.time, g.body)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_types_of_header()
    {
        Take("04" + "0003e8" + "000001" + "09" + "01000000" + "aa"); // 1000
        Take("44" + "000014" + "000002" + "08" + "aabb"); // + 20
        Take("84" + "000005" + "cccc"); // + 5
        Take("c4" + "dddd"); // + 5 again
        _messages.Select(m => (m.Type, m.Stream, m.Timestamp)).ShouldBe([
            (RtmpMessageType.Video, 1u, 1000u), (RtmpMessageType.Audio, 1u, 1020u), (RtmpMessageType.Audio, 1u, 1025u),
            (RtmpMessageType.Audio, 1u, 1030u)]);
    }

    [Fact]
    public void Chunk_streams_of_two_and_three_bytes()
    {
        Take("00" + "06" + "000000" + "000001" + "09" + "01000000" + "aa"); // 70
        Take("01" + "0001" + "000000" + "000001" + "09" + "01000000" + "bb"); // 320
        _messages.Select(m => m.Body[0]).ShouldBe([(byte)0xaa, (byte)0xbb]);
    }

    [Theory]
    [InlineData("01000000", "repeated")]
    [InlineData("", "not repeated")]
    public void A_long_timestamp_is_repeated_in_the_next_chunks_or_not(string repeated, string which)
    {
        var (first, second) = (new string('a', 256), new string('b', 20));
        Take("04" + "ffffff" + "00008a" + "09" + "01000000" + "01000000" + first + "c4" + repeated + second);
        Take("c4" + repeated + first + "c4" + repeated + second); // as much later again
        _messages.Select(m => (m.Timestamp, Convert.ToHexStringLower(m.Body)))
            .ShouldBe([(0x100_0000u, first + second), (0x200_0000u, first + second)], which);
    }

    [Fact]
    public void A_message_is_aborted_and_messages_of_two_chunk_streams_are_interleaved()
    {
        var part = new string('a', 256);
        Take("04" + "000000" + "000081" + "09" + "01000000" + part);
        Take("05" + "000000" + "000081" + "08" + "01000000" + part);
        _reader.Abort(4);
        Take("c5" + "bb");
        Take("04" + "000000" + "000001" + "09" + "01000000" + "cc");
        _messages.Select(m => (m.Type, m.Body.Length)).ShouldBe([(RtmpMessageType.Audio, 129), (RtmpMessageType.Video, 1)]);
    }

    [Theory]
    [InlineData("c4", "begins with a chunk of type 3")]
    [InlineData("04000000ffffff0901000000", "16777215 bytes")]
    public void What_is_wrong_is_named(string bytes, string reason) =>
        Should.Throw<RtmpException>(() => Take(bytes)).Message.ShouldContain(reason);

    [Fact]
    public void Chunk_streams_and_what_they_hold_have_limits()
    {
        Should.Throw<RtmpException>(() =>
        {
            for (var id = 2; id < 60; id++)
                Take($"{id:x2}" + "000000" + "000000" + "09" + "01000000");
        }).Message.ShouldBe("More than 32 chunk streams.");
        var reader = new ChunkReader(RtmpLimits.Default, (_, _, _, _) => { });
        Should.Throw<RtmpException>(() =>
        {
            for (byte id = 2; id < 20; id++)
                reader.Take([id, 0, 0, 0, 0x3F, 0xFF, 0xFF, 9, 1, 0, 0, 0, .. new byte[128]]);
        }).Message.ShouldBe("Unfinished messages of more than 8388608 bytes.");
    }

    [Fact]
    public void An_announced_length_takes_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _reader.Take([4, 0, 0, 0, 0x3F, 0xFF, 0xFF, 9, 1, 0, 0, 0, .. new byte[128]]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000);
    }

    [Fact]
    public void Only_one_chunk_stream_keeps_the_buffer_of_a_large_message()
    {
        var reader = new ChunkReader(RtmpLimits.Default, (_, _, _, _) => { });
        reader.SetChunkSize(1 << 20);
        Allocates(4);
        Allocates(5).ShouldBeGreaterThan(500_000);
        Allocates(5).ShouldBeLessThan(1_000);
        Allocates(4).ShouldBeGreaterThan(500_000, "the other one has kept its own");

        long Allocates(byte chunkStream)
        {
            byte[] message = [chunkStream, 0, 0, 0, 0x08, 0, 0, 9, 1, 0, 0, 0, .. new byte[0x8_0000]];
            var before = GC.GetAllocatedBytesForCurrentThread();
            reader.Take(message);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x8000_0000u)]
    public void No_chunk_size(uint size) => Should.Throw<RtmpException>(() => _reader.SetChunkSize(size));

    private void Take(string hex) => _reader.Take(Convert.FromHexString(hex));
}
