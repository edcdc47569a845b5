namespace StreamActors.Ffmpeg;

public enum Fit
{
    Carried,

    /// <summary>MPEG-TS cannot carry it, but it is sound, and can be encoded to AAC.</summary>
    NeedsAac,

    /// <summary>MPEG-TS cannot carry it, and it takes a rendition to change that.</summary>
    Refused,
}

/// <summary>
/// What MPEG-TS can carry. FFmpeg copies anything into it: a codec without a place of its own becomes <c>bin_data</c>, and the sound is gone without a
/// word.
/// </summary>
public static class CodecFit
{
    /// <summary>How FFmpeg names the sounds that cameras and publishers send and MPEG-TS has no place for.</summary>
    private static readonly string[] KnownSounds = ["pcm_", "adpcm_", "vorbis", "flac", "alac", "amr_", "g72", "speex", "nellymoser", "wma"];

    private static readonly HashSet<string> Pictures = new(StringComparer.Ordinal)
    {
        "h264", "hevc", "vvc", "mpeg1video", "mpeg2video", "mpeg4", "vc1", "cavs", "avs2", "avs3", "dirac", "jpeg2000",
    };

    private static readonly HashSet<string> Sounds = new(StringComparer.Ordinal)
    {
        "aac", "aac_latm", "mp1", "mp2", "mp3", "ac3", "eac3", "dts", "truehd", "opus", "s302m",
    };

    public static Fit Of(ProbedTrack track) => track.Kind switch
    {
        "video" => Pictures.Contains(track.Codec) ? Fit.Carried : Fit.Refused,
        "audio" => Sounds.Contains(track.Codec) ? Fit.Carried : Fit.NeedsAac,
        _ => Fit.Carried, // left out where it does not fit: see the tracks a source maps
    };

    /// <summary>Whether a codec that cannot be carried is a sound, which can be encoded; a picture would take a rendition.</summary>
    public static bool IsSoundToEncode(string codec) => KnownSounds.Any(known => codec.StartsWith(known, StringComparison.Ordinal));

    /// <summary>What all tracks together ask of an ingest.</summary>
    public static Fit Of(ProbedStream stream) => stream.Tracks.Select(Of).DefaultIfEmpty(Fit.Refused).Max();
}
