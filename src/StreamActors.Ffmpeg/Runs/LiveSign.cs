using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>What FFmpeg only remarks on, and goes on; we do not.</summary>
internal static partial class LiveSign
{
    /// <returns>What to end the run for, or null.</returns>
    internal static Diagnosis? In(Side side, string line) => side switch
    {
        // Its RTMP listener takes any publisher. Before the first media it has printed this, and it probes the stream before it writes a byte.
        Side.Ingest when WrongPublisher().IsMatch(line) => new(FaultClass.EndedByPeer, "A publisher with a wrong application or key was turned away.", line),

        // The sound would be gone without anybody being told.
        Side.Ingest when PrivateTrack().Match(line) is { Success: true } found =>
            new(FaultClass.Codec, $"MPEG-TS cannot carry the codec {found.Groups[1].Value}: transcode it.", line),
        _ => null,
    };

    [GeneratedRegex(@"Unexpected stream .*, expecting|App field don't match up", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WrongPublisher();

    [GeneratedRegex(@"Stream \d+, codec (\w+), is muxed as a private data stream", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrivateTrack();
}
