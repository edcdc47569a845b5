using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>The tables at some packet, which a reader receives before it. Grows once to its size and is then reused.</summary>
internal sealed class Preamble
{
    /// <summary>Enough for the tables of the largest multiplex; a limit for hostile ones.</summary>
    private const int MostPackets = 192;

    private byte[] _bytes = new byte[4 * TsPacket.Size];

    public int Length { get; set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Add(ReadOnlySpan<byte> packets)
    {
        if (Length + packets.Length > MostPackets * TsPacket.Size)
            return;
        if (Length + packets.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + packets.Length));
        packets.CopyTo(_bytes.AsSpan(Length));
        Length += packets.Length;
    }

    /// <summary>Shifts the continuity counters.</summary>
    public void Count(int by)
    {
        for (var at = 3; at < Length; at += TsPacket.Size)
            _bytes[at] = (byte)((_bytes[at] & 0xF0) | ((_bytes[at] + by) & 15));
    }

    public void Copy(Preamble other)
    {
        Length = 0;
        Add(other.Bytes);
    }
}
