namespace StreamActors.Media.Mpegts;

/// <summary>The coding of an elementary stream. Video is below <see cref="OtherVideo"/>, audio below <see cref="OtherAudio"/>.</summary>
public enum StreamCoding
{
    Unknown,
    Mpeg2Video,
    Mpeg4Video,
    H264,
    Hevc,
    Vvc,
    OtherVideo,
    MpegAudio,
    Aac,
    AacLatm,
    Ac3,
    Eac3,
    Dts,
    Opus,
    OtherAudio,
    Subtitles,
    Teletext,
    Scte35,
    Other,
}

public static class StreamCodings
{
    public static bool IsVideo(this StreamCoding coding) => coding is >= StreamCoding.Mpeg2Video and <= StreamCoding.OtherVideo;

    public static bool IsAudio(this StreamCoding coding) => coding is >= StreamCoding.MpegAudio and <= StreamCoding.OtherAudio;

    public static StreamCoding Of(byte streamType, ReadOnlySpan<byte> descriptors) => streamType switch
    {
        0x01 or 0x02 => StreamCoding.Mpeg2Video,
        0x10 => StreamCoding.Mpeg4Video,
        0x1B or 0x20 => StreamCoding.H264,
        0x24 => StreamCoding.Hevc,
        0x33 => StreamCoding.Vvc,
        0x21 or 0x42 or 0xD1 or 0xD2 or 0xD4 or 0xEA => StreamCoding.OtherVideo,
        0x03 or 0x04 => StreamCoding.MpegAudio,
        0x0F => StreamCoding.Aac,
        0x11 or 0x1C => StreamCoding.AacLatm,
        0x81 => StreamCoding.Ac3,
        0x84 or 0x87 => StreamCoding.Eac3,
        0x82 or 0x85 or 0x8A => StreamCoding.Dts,
        0x83 => StreamCoding.OtherAudio,
        0x86 => StreamCoding.Scte35,
        0x06 => Described(descriptors),
        _ => StreamCoding.Other,
    };

    /// <summary>Private PES is identified by its descriptors: DVB's tags, or a registration of four letters.</summary>
    private static StreamCoding Described(ReadOnlySpan<byte> descriptors)
    {
        while (descriptors.Length >= 2)
        {
            var length = Math.Min(descriptors[1], descriptors.Length - 2);
            var coding = Described(descriptors[0], descriptors.Slice(2, length));
            if (coding != StreamCoding.Unknown)
                return coding;
            descriptors = descriptors[(2 + length)..];
        }
        return StreamCoding.Other;
    }

    private static StreamCoding Described(byte tag, ReadOnlySpan<byte> text) => tag switch
    {
        0x56 => StreamCoding.Teletext,
        0x59 => StreamCoding.Subtitles,
        0x6A => StreamCoding.Ac3,
        0x7A => StreamCoding.Eac3,
        0x7B => StreamCoding.Dts,
        0x7C => StreamCoding.Aac,
        0x05 when text.StartsWith("AC-3"u8) => StreamCoding.Ac3,
        0x05 when text.StartsWith("EAC3"u8) => StreamCoding.Eac3,
        0x05 when text.StartsWith("HEVC"u8) => StreamCoding.Hevc,
        0x05 when text.StartsWith("VVC "u8) => StreamCoding.Vvc,
        0x05 when text.StartsWith("AV01"u8) => StreamCoding.OtherVideo,
        0x05 when text.StartsWith("Opus"u8) => StreamCoding.Opus,
        0x05 when text.StartsWith("DTS"u8) => StreamCoding.Dts,
        0x05 when text.StartsWith("BSSD"u8) => StreamCoding.OtherAudio,
        _ => StreamCoding.Unknown,
    };
}
