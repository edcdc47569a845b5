using System.Buffers.Binary;

namespace StreamActors.Media.Udp;

/// <summary>RTP around a transport stream (RFC 3550, RFC 2250): removed on input, added on output.</summary>
public static class RtpHeader
{
    public const int Size = 12;
    public const byte MpegTs = 33;

    /// <summary>Finds the media in a datagram; false when it is not RTP.</summary>
    public static bool TryStrip(ReadOnlySpan<byte> datagram, out int start, out int length, out ushort sequence)
    {
        (start, length, sequence) = (0, 0, 0);
        if (datagram.Length < Size || datagram[0] >> 6 != 2)
            return false;
        var end = datagram.Length;
        start = Size + (4 * (datagram[0] & 0x0F));
        if ((datagram[0] & 0x10) != 0)
        {
            if (start + 4 > end)
                return false;
            start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(start + 2)..]));
        }
        if ((datagram[0] & 0x20) != 0)
            end -= datagram[^1];
        if (start > end)
            return false;
        sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        length = end - start;
        return true;
    }

    /// <summary>The SSRC: another number is another sender, or the same one restarted.</summary>
    public static uint SourceOf(ReadOnlySpan<byte> datagram) => BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);

    /// <param name="clock">In units of 1/90,000 s.</param>
    public static void Write(Span<byte> into, ushort sequence, uint clock, uint source)
    {
        into[0] = 0x80;
        into[1] = MpegTs;
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(into[4..], clock);
        BinaryPrimitives.WriteUInt32BigEndian(into[8..], source);
    }
}
