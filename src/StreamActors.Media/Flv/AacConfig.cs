using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>What decodes an AAC stream: an AudioSpecificConfig in FLV, the header of each frame (ADTS) in MPEG-TS.</summary>
internal readonly record struct AacConfig(int ObjectType, int RateIndex, int Channels)
{
    public const int AdtsSize = 7;

    /// <summary>The length of an ADTS frame has 13 bits.</summary>
    public const int LongestFrame = (1 << 13) - 1;

    private const int Sbr = 5;
    private const int Ps = 29;

    public int Rate => Rates[RateIndex];

    private static ReadOnlySpan<int> Rates =>
        [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

    /// <returns>Null when it is too short.</returns>
    /// <exception cref="FlvUnsupportedException">ADTS cannot express it.</exception>
    public static AacConfig? Read(ReadOnlySpan<byte> specific)
    {
        if (specific.Length < 2)
            return null;
        var bits = new BitReader(specific);
        var type = ObjectTypeOf(ref bits);
        var rate = RateOf(ref bits);
        var channels = bits.Bits(4);
        if (type is Sbr or Ps)
        {
            // HE-AAC: ADTS names the core and its rate, and decoders find the rest in the frames.
            RateOf(ref bits);
            type = ObjectTypeOf(ref bits);
        }
        return type is < 1 or > 4
            ? throw new FlvUnsupportedException(FormattableString.Invariant(
                $"MPEG-TS with ADTS cannot carry AAC of object type {type}: set the audio encoder to AAC-LC or HE-AAC."))
            : rate < 0 || channels is 0 or > 7
            ? throw new FlvUnsupportedException(
                "MPEG-TS with ADTS cannot carry this sample rate or channel layout of AAC: set 48 kHz or 44.1 kHz, and mono or stereo.")
            : new(type, rate, channels);
    }

    /// <summary>The header of an ADTS frame; false when there is none.</summary>
    public static bool TryAdts(ReadOnlySpan<byte> frame, out AacConfig config, out int header, out int length)
    {
        (config, header, length) = (default, 0, 0);
        if (frame.Length < AdtsSize || frame[0] != 0xFF || (frame[1] & 0xF6) != 0xF0)
            return false;
        config = new((frame[2] >> 6) + 1, (frame[2] >> 2) & 15, ((frame[2] & 1) << 2) | (frame[3] >> 6));
        header = (frame[1] & 1) == 1 ? AdtsSize : AdtsSize + 2;
        length = ((frame[3] & 3) << 11) | (frame[4] << 3) | (frame[5] >> 5);
        return config.RateIndex < Rates.Length && length > header;
    }

    public void WriteAdts(Span<byte> seven, int content)
    {
        var length = AdtsSize + content;
        seven[0] = 0xFF;
        seven[1] = 0xF1;
        seven[2] = (byte)(((ObjectType - 1) << 6) | (RateIndex << 2) | (Channels >> 2));
        seven[3] = (byte)(((Channels & 3) << 6) | (length >> 11));
        seven[4] = (byte)(length >> 3);
        seven[5] = (byte)((length << 5) | 0x1F);
        seven[6] = 0xFC;
    }

    /// <summary>The two bytes of an AudioSpecificConfig.</summary>
    public void Write(Span<byte> two)
    {
        two[0] = (byte)((ObjectType << 3) | (RateIndex >> 1));
        two[1] = (byte)((RateIndex << 7) | (Channels << 3));
    }

    private static int ObjectTypeOf(ref BitReader bits) => bits.Bits(5) is not 31 and var type ? type : 32 + bits.Bits(6);

    /// <summary>The index of the rate; -1 if it is not in the table.</summary>
    private static int RateOf(ref BitReader bits)
    {
        var index = bits.Bits(4);
        return index == 15 ? Rates.IndexOf(bits.Bits(24)) : index < Rates.Length ? index : -1;
    }
}
