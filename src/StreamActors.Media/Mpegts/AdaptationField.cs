using System.Runtime.CompilerServices;

namespace StreamActors.Media.Mpegts;

/// <summary>An adaptation field, including its length byte. A length beyond the packet invalidates the whole field.</summary>
public readonly ref struct AdaptationField(ReadOnlySpan<byte> field)
{
    /// <summary>The offset of the PCR in a packet that has one: after header, length and flags.</summary>
    public const int PcrOffset = 6;

    private const int Longest = TsPacket.Size - 5;

    private readonly ReadOnlySpan<byte> _field = field;

    /// <summary>Length 0 is a single stuffing byte without flags.</summary>
    private int Flags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _field.Length > 1 && _field[0] is > 0 and <= Longest ? _field[1] : 0;
    }

    public bool Discontinuity => (Flags & 0x80) != 0;

    public bool RandomAccess => (Flags & 0x40) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPcr(out Pcr pcr)
    {
        var there = (Flags & 0x10) != 0 && _field[0] >= 7;
        pcr = there ? Pcr.Read(_field[2..8]) : default;
        return there;
    }
}
