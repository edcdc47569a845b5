using System.Text;
using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The plain HTTP names under which FFmpeg requests what is fetched over TLS: <c>https://host/x</c> becomes
/// <c>http://host.over-tls:443/x</c>, and so do URLs relative to it in a playlist.
/// </summary>
internal static partial class PlainNames
{
    private const string Mark = ".over-tls";
    private const string SixMark = ".ip6";

    /// <summary>In an attribute FFmpeg unescapes backslashes, so a protocol could be disguised.</summary>
    private static readonly Regex EscapedUri = new(
        @"URI=[^\r\n\0]*\\[^\r\n\0]*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        TimeSpan.FromSeconds(5));

    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>An https:// URL in the form FFmpeg gets; any other unchanged.</summary>
    public static string Inward(string url)
    {
        if (Secure().Match(url) is not { Success: true } parts)
            return url;
        var (host, port) = (parts.Groups["host"].Value, parts.Groups["port"].Value);
        if (host.StartsWith('['))
            host = host.Trim('[', ']').Replace(':', '-') + SixMark;
        return $"http://{parts.Groups["user"].Value}{host}{Mark}:{(port.Length > 0 ? port : "443")}{url[parts.Length..]}";
    }

    /// <summary>A URL in a server's answer, in the form FFmpeg gets.</summary>
    /// <param name="at">The base URL: "//host/x" uses its scheme.</param>
    public static string Inward(string url, Uri at) => Inward(url.StartsWith("//", StringComparison.Ordinal) ? $"{at.Scheme}:{url}" : url);

    /// <summary>
    /// The same for each URL in a playlist, in lines and attributes. Links by tcp: and crypto: are broken on purpose: FFmpeg would open a
    /// variant's playlist with them.
    /// </summary>
    public static string InPlaylist(string playlist, Uri at) => Link().Replace(
        EscapedUri.Replace(playlist, line => line.Value.Replace("\\", "%5C", StringComparison.Ordinal)),
        link => link.Groups["other"].Success ? $"refused-{link.Value}" : Inward(link.Value, at));

    /// <summary>Each UTF-8 byte of a text as one Latin-1 character, as requests are read and written here.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The real URL behind the one FFmpeg requests.</summary>
    /// <returns>Null if it cannot be fetched over HTTP.</returns>
    public static Uri? Outward(string url)
    {
        if (Plain().Match(url) is not { Success: true } parts)
            return null;
        var (host, port, secure) = (parts.Groups["host"].Value, parts.Groups["port"].Value, false);
        if (host.EndsWith(Mark, StringComparison.OrdinalIgnoreCase))
        {
            (host, secure) = (host[..^Mark.Length], true);
            if (host.EndsWith(SixMark, StringComparison.OrdinalIgnoreCase))
                host = $"[{host[..^SixMark.Length].Replace('-', ':')}]";
        }
        // Path and query stay as they are, because normalizing would break a signature. Only what HTTP cannot carry is escaped.
        var rest = string.Concat(url[parts.Length..].Select(c => c > '~' ? FormattableString.Invariant($"%{(int)c:X2}") : c.ToString()));
        return Uri.TryCreate(
            $"{(secure ? "https" : "http")}://{host}{(port.Length > 0 ? $":{port}" : "")}{(rest.StartsWith('/') ? "" : "/")}{rest}",
            AsItStands, out var uri)
            && uri.Host.Length > 0 ? uri : null;
    }

    [GeneratedRegex(@"^https://(?<user>[^/?#@]*@)?(?<host>\[[0-9A-Fa-f:.]*\]|[^/?#:\[\]@]+)(?::(?<port>[0-9]{1,5}))?(?=[/?#]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secure();

    [GeneratedRegex(@"^http://([^/?#@]*@)?(?<host>\[[0-9A-Fa-f:.]*\]|[^/?#:\[\]@]+)(?::(?<port>[0-9]{1,5}))?(?=[/?#]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    /// <summary>FFmpeg also ends a line at a zero byte.</summary>
    [GeneratedRegex(@"(?<=\A|[\r\n\0]|URI=""?)((?<other>(tcp|crypto)[:+,])|(https:)?//[^\s""\0]*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();
}
