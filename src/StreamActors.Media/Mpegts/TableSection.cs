using System.Buffers.Binary;

namespace StreamActors.Media.Mpegts;

/// <summary>A section of a table in the long form, seen in place.</summary>
public readonly ref struct TableSection(ReadOnlySpan<byte> bytes)
{
    public const byte Stuffing = 0xFF;
    public const byte ProgramAssociation = 0x00;
    public const byte ProgramMap = 0x02;

    private const int Header = 8;
    private const int Check = 4;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>In the long form and as its CRC says. Without this nothing else may be asked.</summary>
    public bool IsWhole => Bytes.Length >= Header + Check && (Bytes[1] & 0x80) != 0 && MpegCrc.Of(Bytes) == 0;

    public byte Table => Bytes[0];

    /// <summary>The transport stream's id in a PAT, the program's number in a PMT.</summary>
    public int Id => BinaryPrimitives.ReadUInt16BigEndian(Bytes[3..]);

    public int Version => (Bytes[5] >> 1) & 0x1F;

    /// <summary>Else it announces what comes later.</summary>
    public bool IsCurrent => (Bytes[5] & 1) != 0;

    public int Number => Bytes[6];

    public int Last => Bytes[7];

    public ReadOnlySpan<byte> Body => Bytes[Header..^Check];

    public uint Crc => BinaryPrimitives.ReadUInt32BigEndian(Bytes[^Check..]);
}
