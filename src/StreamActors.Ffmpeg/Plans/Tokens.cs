using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>The parts of argument lists. A value is always its own token, so nothing needs escaping.</summary>
internal static class Tokens
{
    /// <summary>FFmpeg's own timeout for a silent peer; supervision notices a stall sooner.</summary>
    internal static readonly TimeSpan PeerTimeout = TimeSpan.FromSeconds(15);

    private const string DebianTrust = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>
    /// The fault table needs the level in every line. Progress goes to our pipe, once a second (fixed at start), which costs FFmpeg next to
    /// nothing.
    /// </summary>
    internal static IReadOnlyList<string> Manners(string logLevel) =>
        ["-hide_banner", "-nostdin", "-nostats", "-loglevel", logLevel, "-progress", $"pipe:{ChildStart.ProgressDescriptor}",
        "-stats_period", "1", "-y"];

    /// <summary>MPEG-TS output: no muxing delay, flushed at once, and a silent track delays the others by a second at most.</summary>
    internal static readonly IReadOnlyList<string> Mpegts =
        ["-muxdelay", "0", "-muxpreload", "0", "-flush_packets", "1", "-max_interleave_delta", "1000000", "-f", "mpegts"];

    internal static IEnumerable<string> Option(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [$"-{name}", value];

    internal static IEnumerable<string> Option(string name, long? value) =>
        value is null ? [] : [$"-{name}", value.Value.ToString(CultureInfo.InvariantCulture)];

    internal static IEnumerable<string> Microseconds(string name, TimeSpan? value) => Option(name, (long?)value?.TotalMicroseconds);

    /// <summary>FFmpeg verifies no certificate by default; a build with OpenSSL also needs the CA file.</summary>
    internal static IEnumerable<string> Tls(bool verify) =>
        !verify ? ["-tls_verify", "0"] : ["-tls_verify", "1", .. Option("ca_file", File.Exists(DebianTrust) ? DebianTrust : null)];

    /// <summary>A small probe for a fast start: the relay begins at a key frame, with the tables before it.</summary>
    internal static IEnumerable<string> Analysis(int bytes, TimeSpan time) =>
        [.. Option("probesize", bytes), .. Microseconds("analyzeduration", time), "-fpsprobesize", "0"];

    internal static IEnumerable<string> Copy(Sound sound) => sound switch
    {
        Sound.Copy => ["-c", "copy"],
        Sound.Aac => ["-c:v", "copy", "-c:s", "copy", "-c:a", "aac", "-b:a", "128k", "-ar", "48000"],
        _ => ["-c", "copy", "-an"],
    };

    internal static IReadOnlyList<string> Changes(Sound sound) => sound switch
    {
        Sound.Copy => [],
        Sound.Aac => ["audio: encoded to AAC"],
        _ => ["audio: left out"],
    };

    /// <summary>A path in an FFmpeg pattern, with percent signs escaped.</summary>
    internal static string InPattern(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>A path in a URL, unchanged except for what would end the URL or its line.</summary>
    internal static string UrlPath(string path) =>
        "/" + string.Concat(path.TrimStart('/').Select(letter => letter <= ' ' || letter > '~' || letter is '"' or '<' or '>' or '\\' or '#'
        ? Uri.EscapeDataString(letter.ToString()) : letter.ToString()));
}
