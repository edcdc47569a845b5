namespace StreamActors.Media.Mpegts;

/// <summary>A PTS or DTS in the five bytes of a PES header.</summary>
public static class PesStamp
{
    public const int Size = 5;

    /// <summary>False when a marker bit is missing: garbage must not move a clock.</summary>
    public static bool TryRead(ReadOnlySpan<byte> five, out long ticks)
    {
        ticks = ((long)(five[0] & 0x0E) << 29) | ((long)five[1] << 22) | ((long)(five[2] & 0xFE) << 14)
            | ((long)five[3] << 7) | (uint)(five[4] >> 1);
        return (five[0] & five[2] & five[4] & 1) == 1 && five[0] >> 4 is 1 or 2 or 3;
    }

    /// <summary>Keeps the first four bits, which distinguish PTS from DTS.</summary>
    public static void Write(Span<byte> five, long ticks)
    {
        five[0] = (byte)((five[0] & 0xF0) | (int)((ticks >> 29) & 0x0E) | 1);
        five[1] = (byte)(ticks >> 22);
        five[2] = (byte)(((ticks >> 14) & 0xFE) | 1);
        five[3] = (byte)(ticks >> 7);
        five[4] = (byte)((ticks << 1) | 1);
    }
}
