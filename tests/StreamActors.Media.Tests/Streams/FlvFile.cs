using System.Buffers.Binary;
using StreamActors.Media.Flv;

namespace StreamActors.Media.Tests.Streams;

internal readonly record struct Tag(FlvTagType Type, uint At, byte[] Body)
{
    /// <summary>A sequence header of AVC or AAC.</summary>
    public bool IsConfig => Type != FlvTagType.Script && Body[1] == 0 && (Type == FlvTagType.Video || Body[0] >> 4 == 10);
}

/// <summary>Reads and writes the tags of FLV files, as FFmpeg writes and reads them.</summary>
internal static class FlvFile
{
    private const int Header = 11;

    public static List<Tag> Read(ReadOnlySpan<byte> file)
    {
        var tags = new List<Tag>();
        for (file = file[13..]; file.Length >= Header;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(file) & 0xFFFFFF;
            var at = (BinaryPrimitives.ReadUInt32BigEndian(file[4..]) >> 8) | ((uint)file[7] << 24);
            tags.Add(new((FlvTagType)file[0], at, file.Slice(Header, size).ToArray()));
            file = file[(Header + size + 4)..];
        }
        return tags;
    }

    public static byte[] Write(IEnumerable<Tag> tags)
    {
        var file = new List<byte> { (byte)'F', (byte)'L', (byte)'V', 1, 5, 0, 0, 0, 9, 0, 0, 0, 0 };
        foreach (var (type, at, body) in tags)
        {
            file.AddRange([(byte)type, .. Three(body.Length), .. Three((int)at & 0xFFFFFF), (byte)(at >> 24), 0, 0, 0, .. body, 0]);
            file.AddRange(Three(body.Length + Header));
        }
        return [.. file];
    }

    private static byte[] Three(int number) => [(byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
