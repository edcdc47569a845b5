using System.Buffers.Binary;

namespace StreamActors.Media.Mpegts;

/// <summary>A table section in the long form, read in place.</summary>
public readonly ref struct TableSection(ReadOnlySpan<byte> bytes)
{
    public const byte Stuffing = 0xFF;
    public const byte ProgramAssociation = 0x00;
    public const byte ProgramMap = 0x02;

    private const int Header = 8;
    private const int Check = 4;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Long form with a correct CRC. The other members are valid only then.</summary>
    public bool IsWhole => Bytes.Length >= Header + Check && (Bytes[1] & 0x80) != 0 && MpegCrc.Of(Bytes) == 0;

    public byte Table => Bytes[0];

    /// <summary>The transport stream id of a PAT, the program number of a PMT.</summary>
    public int Id => BinaryPrimitives.ReadUInt16BigEndian(Bytes[3..]);

    public int Version => (Bytes[5] >> 1) & 0x1F;

    /// <summary>False: the section announces a future table.</summary>
    public bool IsCurrent => (Bytes[5] & 1) != 0;

    public int Number => Bytes[6];

    public int Last => Bytes[7];

    public ReadOnlySpan<byte> Body => Bytes[Header..^Check];

    public uint Crc => BinaryPrimitives.ReadUInt32BigEndian(Bytes[^Check..]);
}
