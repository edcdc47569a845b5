using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>The pieces of which every argument list is made. A value is always a token of its own, so no character in it needs escaping.</summary>
internal static class Tokens
{
    /// <summary>How long FFmpeg may wait for a silent peer before it gives up by itself; supervision sees a stall sooner.</summary>
    internal static readonly TimeSpan PeerPatience = TimeSpan.FromSeconds(15);

    private const string DebianTrust = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>
    /// Level names in every line are what the fault table leans on. Progress goes to the pipe we give; a second between reports (it cannot be changed
    /// later), at which one child costs FFmpeg nothing to speak of.
    /// </summary>
    internal static IReadOnlyList<string> Manners(string logLevel) =>
        ["-hide_banner", "-nostdin", "-nostats", "-loglevel", logLevel, "-progress", $"pipe:{ChildStart.ProgressDescriptor}", "-stats_period", "1", "-y"];

    /// <summary>
    /// MPEG-TS as the relay wants it, or as a peer gets it: no multiplexing delay, flushed as it is made, and a track that has gone silent holds the
    /// others back for a second at most.
    /// </summary>
    internal static readonly IReadOnlyList<string> Mpegts =
        ["-muxdelay", "0", "-muxpreload", "0", "-flush_packets", "1", "-max_interleave_delta", "1000000", "-f", "mpegts"];

    internal static IEnumerable<string> Option(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [$"-{name}", value];

    internal static IEnumerable<string> Option(string name, long? value) =>
        value is null ? [] : [$"-{name}", value.Value.ToString(CultureInfo.InvariantCulture)];

    internal static IEnumerable<string> Microseconds(string name, TimeSpan? value) => Option(name, (long?)value?.TotalMicroseconds);

    /// <summary>FFmpeg trusts every certificate unless told otherwise; a build with OpenSSL must also be told whom to trust.</summary>
    internal static IEnumerable<string> Tls(bool verify) =>
        !verify ? ["-tls_verify", "0"] : ["-tls_verify", "1", .. Option("ca_file", File.Exists(DebianTrust) ? DebianTrust : null)];

    /// <summary>The small probe that brings a picture at once: the relay begins at a key frame, with the tables in front.</summary>
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

    /// <summary>A path in a pattern of FFmpeg's, where a percent sign means something.</summary>
    internal static string InPattern(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>User and password for a URL, each escaped so that any character is safe in it.</summary>
    internal static string UserInfo(string? user, Kernel.Secret? password) => string.IsNullOrEmpty(user)
        ? ""
        : $"{Uri.EscapeDataString(user)}{(password is null ? "" : ":" + Uri.EscapeDataString(password.Reveal()))}@";

    /// <summary>A path for a URL, as it was given, save for what would end the URL or its line.</summary>
    internal static string UrlPath(string path) =>
        "/" + string.Concat(path.TrimStart('/').Select(letter => letter <= ' ' || letter > '~' || letter is '"' or '<' or '>' or '\\' or '#' ? Uri.EscapeDataString(letter.ToString()) : letter.ToString()));
}
