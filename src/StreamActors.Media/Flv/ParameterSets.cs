using System.Buffers.Binary;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>An avcC or hvcC record: the parameter sets of a video stream, and how long the lengths before its NAL units are.</summary>
internal sealed class ParameterSets
{
    /// <summary>More than any real one: it is sent again before each key frame.</summary>
    private const int LargestRecord = 32 * 1024;

    private readonly byte[] _record;

    private ParameterSets(byte[] record, int lengthSize, byte[] annexB) => (_record, LengthSize, AnnexB) = (record, lengthSize, annexB);

    public int LengthSize { get; }

    /// <summary>The parameter sets, each after a start code.</summary>
    public byte[] AnnexB { get; }

    public bool Is(ReadOnlySpan<byte> record) => record.SequenceEqual(_record);

    /// <returns>Null when the record is damaged.</returns>
    public static ParameterSets? Read(StreamCoding coding, ReadOnlySpan<byte> record)
    {
        if (record.Length > LargestRecord)
            return null;
        var sets = new List<byte>();
        return (coding == StreamCoding.H264 ? Avc(record, sets) : Hevc(record, sets)) is > 0 and var size
            ? new([.. record], size, [.. sets]) : null;
    }

    /// <summary>The next NAL unit, which may be empty; false at the end and where its length exceeds the rest.</summary>
    public static bool Next(ref ReadOnlySpan<byte> rest, int lengthSize, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        if (rest.Length < lengthSize)
            return false;
        var length = 0u;
        foreach (var part in rest[..lengthSize])
            length = (length << 8) | part;
        if (length > rest.Length - lengthSize)
            return false;
        unit = rest.Slice(lengthSize, (int)length);
        rest = rest[(lengthSize + (int)length)..];
        return true;
    }

    private static int Avc(ReadOnlySpan<byte> record, List<byte> into)
    {
        if (record.Length < 7 || record[0] != 1)
            return 0;
        var rest = record[5..];
        return Sets(ref rest, rest[0] & 31, 1, into) && !rest.IsEmpty && Sets(ref rest, rest[0], 1, into) ? Size(record[4]) : 0;
    }

    private static int Hevc(ReadOnlySpan<byte> record, List<byte> into)
    {
        const int Fixed = 23;
        if (record.Length < Fixed)
            return 0;
        var rest = record[Fixed..];
        for (var arrays = record[Fixed - 1]; arrays > 0; arrays--)
        {
            if (rest.Length < 3 || !Sets(ref rest, BinaryPrimitives.ReadUInt16BigEndian(rest[1..]), 3, into))
                return 0;
        }
        return Size(record[Fixed - 2]);
    }

    private static bool Sets(ref ReadOnlySpan<byte> rest, int count, int from, List<byte> into)
    {
        rest = rest[from..];
        for (; count > 0; count--)
        {
            if (!Next(ref rest, 2, out var set))
                return false;
            into.AddRange([0, 0, 0, 1]);
            into.AddRange(set);
        }
        return true;
    }

    /// <summary>Three bytes are not allowed, and nobody sends them.</summary>
    private static int Size(byte flags) => (flags & 3) + 1;
}
