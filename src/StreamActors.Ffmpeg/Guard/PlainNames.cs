using System.Text;
using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>
/// How FFmpeg, which speaks plain HTTP only, names what is fetched over TLS: <c>https://host/x</c> is <c>http://host.over-tls:443/x</c> to it. Whatever it
/// finds in a playlist relative to such a name then stays so.
/// </summary>
internal static partial class PlainNames
{
    private const string Mark = ".over-tls";
    private const string SixMark = ".ip6";

    /// <summary>In an attribute FFmpeg takes the character behind a backslash for itself, so that a protocol could be written in another way.</summary>
    private static readonly Regex EscapedUri = new(
        @"URI=[^\r\n\0]*\\[^\r\n\0]*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));

    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>A URL that begins with https://, as FFmpeg knows it; any other as it is.</summary>
    public static string Inward(string url)
    {
        if (Secure().Match(url) is not { Success: true } parts)
            return url;
        var (host, port) = (parts.Groups["host"].Value, parts.Groups["port"].Value);
        if (host.StartsWith('['))
            host = host.Trim('[', ']').Replace(':', '-') + SixMark;
        return $"http://{parts.Groups["user"].Value}{host}{Mark}:{(port.Length > 0 ? port : "443")}{url[parts.Length..]}";
    }

    /// <summary>What a server answers, where FFmpeg reads URLs in it.</summary>
    /// <param name="at">Where that came from: "//host/x" is meant as that was.</param>
    public static string Inward(string url, Uri at) => Inward(url.StartsWith("//", StringComparison.Ordinal) ? $"{at.Scheme}:{url}" : url);

    /// <summary>
    /// The same in a playlist: wherever a line is a URL, or an attribute holds one. Links by the two other protocols that FFmpeg may use for HTTP itself are
    /// spoilt: it opens the playlist of a variant by whichever it is told, also by <c>tcp://</c>.
    /// </summary>
    public static string InPlaylist(string playlist, Uri at) => Link().Replace(
        EscapedUri.Replace(playlist, line => line.Value.Replace("\\", "%5C", StringComparison.Ordinal)),
        link => link.Groups["other"].Success ? $"refused-{link.Value}" : Inward(link.Value, at));

    /// <summary>The bytes of a text (UTF-8), each as a character: as requests are read and written here.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>What FFmpeg means.</summary>
    /// <returns>Null where it is nothing that can be fetched over HTTP.</returns>
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
        // What stands behind the host goes on as it came: a signature in it would not survive being tidied. Only what HTTP has no place for is escaped.
        var rest = string.Concat(url[parts.Length..].Select(c => c > '~' ? FormattableString.Invariant($"%{(int)c:X2}") : c.ToString()));
        return Uri.TryCreate($"{(secure ? "https" : "http")}://{host}{(port.Length > 0 ? $":{port}" : "")}{(rest.StartsWith('/') ? "" : "/")}{rest}", AsItStands, out var uri)
            && uri.Host.Length > 0 ? uri : null;
    }

    [GeneratedRegex(@"^https://(?<user>[^/?#@]*@)?(?<host>\[[0-9A-Fa-f:.]*\]|[^/?#:\[\]@]+)(?::(?<port>[0-9]{1,5}))?(?=[/?#]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secure();

    [GeneratedRegex(@"^http://([^/?#@]*@)?(?<host>\[[0-9A-Fa-f:.]*\]|[^/?#:\[\]@]+)(?::(?<port>[0-9]{1,5}))?(?=[/?#]|\z)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    /// <summary>A zero ends a line too, for FFmpeg.</summary>
    [GeneratedRegex(@"(?<=\A|[\r\n\0]|URI=""?)((?<other>(tcp|crypto)[:+,])|(https:)?//[^\s""\0]*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();
}
