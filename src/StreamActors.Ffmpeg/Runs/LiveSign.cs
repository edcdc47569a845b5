using System.Security.Cryptography;
using System.Text.RegularExpressions;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>What FFmpeg only remarks on, and goes on; we do not. Read from every line, before any is masked or let go.</summary>
internal static partial class LiveSign
{
    /// <summary>
    /// Stands where FFmpeg's RTMP listener expects the stream's name. It takes any publisher, and remarks on a name that differs from this: as nobody
    /// can guess it, it remarks on each, and names it. So we see every publisher's key, and judge it ourselves. It does so before the first media, and
    /// probes the stream before it writes a byte of it.
    /// </summary>
    internal static readonly string Nobody = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private const string Unexpected = "Unexpected stream ";

    private static readonly Diagnosis WrongPublisher = new(ErrorClass.EndedByPeer, "A publisher with a wrong application or key was turned away.");

    /// <returns>What to end the run for, or null.</returns>
    internal static Diagnosis? In(FfmpegPlan plan, string line)
    {
        if (plan.Side != Side.Ingest)
            return null;
        if (line.Contains("App field don't match up", StringComparison.Ordinal))
            return WrongPublisher;
        if (plan.PublisherKey is { } key && line.Contains(Unexpected, StringComparison.Ordinal) && Publisher(line) != key.Reveal())
            return WrongPublisher; // also where the name cannot be read: one with a line break in it would be no name to us

        // Copied as it is, its sound would be gone without anybody being told.
        return line.Contains("muxed as a private data", StringComparison.Ordinal) && PrivateTrack().Match(line) is { Success: true } found
            ? new(ErrorClass.Codec, $"MPEG-TS cannot carry the codec {found.Groups[1].Value}: transcode it.", line) { Codec = found.Groups[1].Value }
            : null;
    }

    private static string? Publisher(string line)
    {
        var (from, to) = (line.IndexOf(Unexpected, StringComparison.Ordinal), line.LastIndexOf($", expecting {Nobody}", StringComparison.Ordinal));
        return from >= 0 && to > from ? line[(from + Unexpected.Length)..to] : null;
    }

    [GeneratedRegex(@"Stream \d+, codec (\w+), is muxed", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrivateTrack();
}
