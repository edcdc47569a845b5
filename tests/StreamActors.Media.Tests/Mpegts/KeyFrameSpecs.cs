using StreamActors.Media.Mpegts;
using StreamActors.Media.Tests.Streams;

namespace StreamActors.Media.Tests.Mpegts;

public sealed class KeyFrameSpecs
{
    private static readonly byte[] Sps = [0, 0, 1, 0x67, 1, 2, 3];
    private static readonly byte[] Recovery = [0, 0, 1, 0x06, 6, 1, 0x84, 0x80];

    // first_mb 0 and slice type: ue(0) = 1, ue(7) = 0001000, ue(5) = 00110.
    private static readonly byte[] ISlice = [0, 0, 1, 0x41, 0b1000_1000, 0, 9, 9, 9, 9, 9];
    private static readonly byte[] PSlice = [0, 0, 1, 0x41, 0b1001_1000, 0, 9, 9, 9, 9, 9];

    public static TheoryData<string, StreamCoding, byte[], bool> Units => new()
    {
        { "IDR", StreamCoding.H264, Mux.Idr, true },
        { "P", StreamCoding.H264, Mux.Delta, false },
        { "open group", StreamCoding.H264, [.. Sps, .. ISlice], true },
        { "I without parameters", StreamCoding.H264, ISlice, false },
        { "P with parameters", StreamCoding.H264, [.. Sps, .. PSlice], false },
        { "intra refresh", StreamCoding.H264, [.. Sps, .. Recovery, .. PSlice], true },
        { "nothing but a delimiter", StreamCoding.H264, [0, 0, 1, 9, 0xF0], false },
        { "HEVC IDR", StreamCoding.Hevc, [0, 0, 1, 0x46, 1, 0x50, 0, 0, 1, 0x40, 1, 0, 0, 1, 0x26, 1, 0xAF], true },
        { "HEVC CRA", StreamCoding.Hevc, [0, 0, 1, 0x2A, 1, 0xAF], true },
        { "HEVC trail", StreamCoding.Hevc, [0, 0, 1, 0x46, 1, 0x50, 0, 0, 1, 0x02, 1, 0xD0], false },
        { "VVC IDR", StreamCoding.Vvc, [0, 0, 1, 0, 0x39, 1], true },
        { "VVC trail", StreamCoding.Vvc, [0, 0, 1, 0, 0x01, 1], false },
        { "MPEG-2 I", StreamCoding.Mpeg2Video, [0, 0, 1, 0xB3, 1, 2, 3, 4, 0, 0, 1, 0xB8, 0, 8, 0, 0, 0, 0, 1, 0, 0, 0x08, 1, 1], true },
        { "MPEG-2 I, no sequence", StreamCoding.Mpeg2Video, [0, 0, 1, 0, 0, 0x08, 1, 1], false },
        { "MPEG-2 P", StreamCoding.Mpeg2Video, [0, 0, 1, 0xB3, 1, 2, 3, 4, 0, 0, 1, 0, 0, 0x10, 1, 1], false },
        { "MPEG-4 I", StreamCoding.Mpeg4Video, [0, 0, 1, 0xB6, 0x10], true },
        { "MPEG-4 P", StreamCoding.Mpeg4Video, [0, 0, 1, 0xB6, 0x50], false },
        { "of another kind", StreamCoding.OtherVideo, Mux.Idr, false },
        { "audio", StreamCoding.Aac, Mux.Idr, false },
    };

    [Theory, MemberData(nameof(Units))]
    public void A_key_frame_is_known_however_the_unit_is_cut(string what, StreamCoding coding, byte[] unit, bool key)
    {
        for (var lead = 0; lead < 30; lead++)
        {
            for (var piece = 1; piece <= unit.Length; piece++)
                IsKey(coding, [.. new byte[lead], .. unit], piece).ShouldBe(key, $"{what}, {lead} zeros before, pieces of {piece}");
        }
    }

    [Fact]
    public void Only_the_first_picture_of_a_unit_counts() => IsKey(StreamCoding.H264, [.. Mux.Delta, .. Mux.Idr], 184).ShouldBeFalse();

    [Fact]
    public void The_first_picture_may_lie_packets_behind_the_start() =>
        IsKey(StreamCoding.H264, [0, 0, 1, 9, 0xF0, 0, 0, 1, 6, 5, .. Mux.Filler(3000, 1), .. Mux.Idr], 184).ShouldBeTrue();

    private static bool IsKey(StreamCoding coding, byte[] unit, int piece)
    {
        var scan = new KeyFrameScan();
        scan.Begin(coding);
        foreach (var part in unit.Chunk(piece))
        {
            if (scan.Take(part))
                return true;
        }
        return scan.End();
    }
}
