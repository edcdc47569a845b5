using System.Security.Cryptography;
using System.Text.RegularExpressions;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>Warnings after which FFmpeg continues but the run must end. Checked for every line, before masking and rate limiting.</summary>
internal static partial class StderrTriggers
{
    /// <summary>
    /// The stream name given to FFmpeg's RTMP listener. The listener accepts any publisher and warns about a name other than this one: as
    /// nobody can guess it, it logs each publisher's name, before the first media, and the key is checked here.
    /// </summary>
    internal static readonly string Nobody = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private const string Unexpected = "Unexpected stream ";

    private static readonly Diagnosis WrongPublisher =
        new(ErrorClass.EndedByPeer, "A publisher with a wrong application or key was turned away.");

    /// <returns>Why to end the run, or null.</returns>
    internal static Diagnosis? In(FfmpegPlan plan, string line)
    {
        if (plan.Side != Side.Ingest)
            return null;
        if (line.Contains("App field don't match up", StringComparison.Ordinal))
            return WrongPublisher;
        if (plan.PublisherKey is { } key && line.Contains(Unexpected, StringComparison.Ordinal) && Publisher(line) != key.Reveal())
            return WrongPublisher; // also if the name cannot be read, such as one with a line break

        // Copied, its audio would be silently lost.
        return line.Contains("muxed as a private data", StringComparison.Ordinal) && PrivateTrack().Match(line) is { Success: true } found
            ? new(ErrorClass.Codec, $"MPEG-TS cannot carry the codec {found.Groups[1].Value}: transcode it.",
            line) { Codec = found.Groups[1].Value }
            : null;
    }

    private static string? Publisher(string line)
    {
        var (from, to) =
            (line.IndexOf(Unexpected, StringComparison.Ordinal), line.LastIndexOf($", expecting {Nobody}", StringComparison.Ordinal));
        return from >= 0 && to > from ? line[(from + Unexpected.Length)..to] : null;
    }

    [GeneratedRegex(@"Stream \d+, codec (\w+), is muxed", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrivateTrack();
}
