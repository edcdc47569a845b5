namespace StreamActors.Http;

/// <summary>The codings of streams, as they are measured, and what browsers play of them.</summary>
internal static class Codecs
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["Mpeg2Video"] = "MPEG-2 video", ["Mpeg4Video"] = "MPEG-4 part 2", ["H264"] = "H.264", ["Hevc"] = "HEVC", ["Vvc"] = "VVC",
        ["OtherVideo"] = "this video codec", ["MpegAudio"] = "MPEG audio", ["Aac"] = "AAC", ["AacLatm"] = "AAC (LATM)", ["Ac3"] = "AC-3",
        ["Eac3"] = "E-AC-3", ["Dts"] = "DTS", ["OtherAudio"] = "this audio codec",
    };

    /// <summary>Subtitles and other data beside picture and sound do no harm.</summary>
    private static readonly string[] Ignored = ["Subtitles", "Teletext", "Scte35", "Other", "Unknown"];

    public static string Name(string coding) => Names.GetValueOrDefault(coding, coding);

    public static bool IsVideo(string coding) => coding is "Mpeg2Video" or "Mpeg4Video" or "H264" or "Hevc" or "Vvc" or "OtherVideo";

    public static bool IsPlayable(string coding) =>
        coding is "H264" or "Aac" or "AacLatm" || Ignored.Contains(coding, StringComparer.Ordinal);
}
