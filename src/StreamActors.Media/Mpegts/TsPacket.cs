namespace StreamActors.Media.Mpegts;

/// <summary>One transport packet, read in place. Safe for any 188 bytes: no member reads outside them.</summary>
public readonly ref struct TsPacket(ReadOnlySpan<byte> bytes)
{
    public const int Size = 188;
    public const byte Sync = 0x47;
    public const int PidCount = 8192;
    public const int NullPid = 0x1FFF;

    public ReadOnlySpan<byte> Bytes { get; } = bytes[..Size];

    public bool TransportError => (Bytes[1] & 0x80) != 0;

    public bool UnitStart => (Bytes[1] & 0x40) != 0;

    public int Pid => ((Bytes[1] & 0x1F) << 8) | Bytes[2];

    public bool Scrambled => (Bytes[3] & 0xC0) != 0;

    public bool HasAdaptation => (Bytes[3] & 0x20) != 0;

    public bool HasPayload => (Bytes[3] & 0x10) != 0;

    public int Continuity => Bytes[3] & 0x0F;

    public AdaptationField Adaptation => HasAdaptation ? new AdaptationField(Bytes[4..]) : default;

    /// <summary>The offset of the payload; <see cref="Size"/> when there is none or the adaptation field's length is invalid.</summary>
    public int PayloadOffset => !HasPayload ? Size : !HasAdaptation ? 4 : Math.Min(5 + Bytes[4], Size);

    public ReadOnlySpan<byte> Payload => Bytes[PayloadOffset..];
}
