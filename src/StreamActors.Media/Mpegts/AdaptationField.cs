namespace StreamActors.Media.Mpegts;

/// <summary>An adaptation field with its length byte in front. A length that leaves the packet voids the whole field.</summary>
public readonly ref struct AdaptationField(ReadOnlySpan<byte> field)
{
    /// <summary>Where a PCR stands in a packet that has one: header, length, flags, and then it.</summary>
    public const int PcrOffset = 6;

    private const int Longest = TsPacket.Size - 5;

    private readonly ReadOnlySpan<byte> _field = field;

    /// <summary>Length 0 is one stuffing byte: it has no flags.</summary>
    private int Flags => _field.Length > 1 && _field[0] is > 0 and <= Longest ? _field[1] : 0;

    public bool Discontinuity => (Flags & 0x80) != 0;

    public bool RandomAccess => (Flags & 0x40) != 0;

    public bool TryPcr(out Pcr pcr)
    {
        var there = (Flags & 0x10) != 0 && _field[0] >= 7;
        pcr = there ? Pcr.Read(_field[2..8]) : default;
        return there;
    }
}
