namespace StreamActors.Media.Mpegts;

/// <summary>CRC-32/MPEG-2: polynomial 04C11DB7, not reflected. Over a section including its CRC the result is 0.</summary>
public static class MpegCrc
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Row)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = (crc << 8) ^ Table[(crc >> 24) ^ b];
        return crc;
    }

    private static uint Row(int index)
    {
        var row = (uint)index << 24;
        for (var bit = 0; bit < 8; bit++)
            row = (row << 1) ^ ((row & 0x80000000) != 0 ? 0x04C11DB7u : 0);
        return row;
    }
}
