namespace StreamActors.Ffmpeg;

/// <summary>What MPEG-TS can carry. FFmpeg copies an unsupported codec as <c>bin_data</c>, and the audio is silently lost.</summary>
public static class CodecFit
{
    /// <summary>FFmpeg's names for audio codecs of cameras and publishers that MPEG-TS cannot carry.</summary>
    private static readonly string[] KnownSounds =
        ["pcm_", "adpcm_", "vorbis", "flac", "alac", "amr_", "g72", "speex", "nellymoser", "wma"];

    /// <summary>Whether an unsupported codec is audio, which can be encoded; video would need a rendition.</summary>
    public static bool IsSoundToEncode(string codec) => KnownSounds.Any(known => codec.StartsWith(known, StringComparison.Ordinal));
}
