namespace StreamActors.Ffmpeg;

/// <summary>
/// What MPEG-TS can carry. FFmpeg copies anything into it: a codec without a place of its own becomes <c>bin_data</c>, and the sound is gone without a
/// word.
/// </summary>
public static class CodecFit
{
    /// <summary>How FFmpeg names the sounds that cameras and publishers send and MPEG-TS has no place for.</summary>
    private static readonly string[] KnownSounds = ["pcm_", "adpcm_", "vorbis", "flac", "alac", "amr_", "g72", "speex", "nellymoser", "wma"];

    /// <summary>Whether a codec that cannot be carried is a sound, which can be encoded; a picture would take a rendition.</summary>
    public static bool IsSoundToEncode(string codec) => KnownSounds.Any(known => codec.StartsWith(known, StringComparison.Ordinal));
}
