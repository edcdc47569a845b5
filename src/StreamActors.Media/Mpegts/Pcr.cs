using System.Buffers.Binary;

namespace StreamActors.Media.Mpegts;

/// <summary>A program clock reference: 33 bits at 90 kHz and the 27 MHz remainder.</summary>
public readonly record struct Pcr(long Clock, int Extension)
{
    public static Pcr Read(ReadOnlySpan<byte> six)
    {
        var high = BinaryPrimitives.ReadUInt32BigEndian(six);
        return new(((long)high << 1) | (uint)(six[4] >> 7), ((six[4] & 1) << 8) | six[5]);
    }

    public void Write(Span<byte> six)
    {
        BinaryPrimitives.WriteUInt32BigEndian(six, (uint)(Clock >> 1));
        six[4] = (byte)(((Clock & 1) << 7) | 0x7E | (uint)((Extension >> 8) & 1));
        six[5] = (byte)Extension;
    }
}
