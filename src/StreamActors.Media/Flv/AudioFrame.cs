namespace StreamActors.Media.Flv;

/// <summary>The header of one frame of AAC (ADTS) or MPEG audio.</summary>
internal readonly record struct AudioFrame(int Header, int Length, int Samples, int Rate, int Channels, int Layer, AacConfig Aac)
{
    /// <summary>The longest header.</summary>
    public const int Longest = 9;

    private static ReadOnlySpan<short> Layer3 => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    private static ReadOnlySpan<short> Layer3Low => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    private static ReadOnlySpan<short> Layer2 => [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];

    public static bool TryRead(ReadOnlySpan<byte> bytes, bool isAac, out AudioFrame frame)
    {
        if (!isAac)
            return TryMpeg(bytes, out frame);
        var there = AacConfig.TryAdts(bytes, out var config, out var header, out var length);
        frame = there ? new(header, length, 1024 * ((bytes[6] & 3) + 1), config.Rate, config.Channels, 0, config) : default;
        return there;
    }

    private static bool TryMpeg(ReadOnlySpan<byte> bytes, out AudioFrame frame)
    {
        frame = default;
        if (bytes.Length < 4 || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0)
            return false;
        var (version, layer, bitrate, rate) = ((bytes[1] >> 3) & 3, 4 - ((bytes[1] >> 1) & 3), bytes[2] >> 4, (bytes[2] >> 2) & 3);
        if (version == 1 || layer is not (2 or 3) || bitrate is 0 or 15 || rate == 3)
            return false;
        var isFull = version == 3; // MPEG-1: others have half the rates
        var hertz = (rate == 0 ? 44_100 : rate == 1 ? 48_000 : 32_000) >> (isFull ? 0 : version == 2 ? 1 : 2);
        var bits = 1000 * (isFull ? layer == 3 ? Layer3 : Layer2 : Layer3Low)[bitrate];
        var samples = layer == 3 && !isFull ? 576 : 1152;
        frame = new(0, (samples / 8 * bits / hertz) + ((bytes[2] >> 1) & 1), samples, hertz, bytes[3] >> 6 == 3 ? 1 : 2, layer, default);
        return true;
    }
}
