using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// Our own URL parser: stream keys hold any character, SRT listeners have no host, and the framework's parsers silently
/// repair what should be reported to the operator.
/// </summary>
public sealed partial record UrlParts(string Scheme, string? User, string? Password, string Host, int? Port, string Path, string Query)
{
    [GeneratedRegex(
        @"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<host>\[[^\]/?#]*\]|[^:/?#@]*)(?::(?<port>[^/?#]*))?(?<path>/[^?#]*)?(?:\?(?<query>[^#]*))?(?<fragment>#.*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    [GeneratedRegex(
        @"^(?=.{1,253}\z)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BrokenEscape();

    [GeneratedRegex("%([01][0-9A-Fa-f]|7[Ff]|[Cc]2%[89][0-9A-Fa-f])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ControlEscape();

    /// <summary>Longer than any ingest requires, short enough for every peer.</summary>
    public const int MaxLength = 2048;

    public IPAddress? Ip => IPAddress.TryParse(Host, out var ip) ? ip : null;

    /// <returns>What is expected instead; null when the URL is well-formed.</returns>
    public static string? Parse(string url, out UrlParts parts)
    {
        parts = new UrlParts("", null, null, "", null, "", "");
        if (url.Length > MaxLength)
            return $"at most {MaxLength} characters";
        if (url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return "no spaces, tabs or line ends; write %20 for a space";
        var match = Shape().Match(url);
        if (!match.Success)
            return "protocol://host:port/path";
        if (match.Groups["fragment"].Success)
            return "no '#'; write %23 where it belongs to the path or key";
        if (BrokenEscape().IsMatch(url))
            return "every '%' followed by two hexadecimal digits; write %25 for a '%' itself";
        if (ControlEscape().IsMatch(url))
            return "no control characters: neither %00 to %1F nor %7F nor %C2%80 to %C2%9F";
        if (url.Any(IsUnseen))
            return "no invisible characters and none that change the reading direction (U+200B to U+200F, U+202A to U+202E, U+2060 to "
                + "U+2069, U+FEFF)";
        int? port = null;
        if (match.Groups["port"].Success)
        {
            if (!int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number is < 1 or > 65535)
                return "a port from 1 to 65535";
            port = number;
        }
        var host = match.Groups["host"].Value;
        if (HostFault(host) is { } fault)
            return fault;
        parts = new UrlParts(
            match.Groups["scheme"].Value.ToLowerInvariant(), Unescaped("user"), Unescaped("password"),
            host.Trim('[', ']').ToLowerInvariant(), port, match.Groups["path"].Value, match.Groups["query"].Value);
        return null;

        string? Unescaped(string group) => match.Groups[group].Success ? Uri.UnescapeDataString(match.Groups[group].Value) : null;
    }

    public IEnumerable<(string Name, string Value)> QueryParts => Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .Select(pair => (Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));

    /// <summary>The URL without credentials, with the given path and query.</summary>
    public string Shown(string path, string query)
    {
        var host = Ip?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{Host}]" : Host;
        var port = Port is { } p ? string.Create(CultureInfo.InvariantCulture, $":{p}") : "";
        return $"{Scheme}://{(User is null ? "" : $"{Uri.EscapeDataString(User)}@")}{host}{port}{path}"
            + $"{(query.Length > 0 ? $"?{query}" : "")}";
    }

    /// <summary>These characters can make one address look like another.</summary>
    private static bool IsUnseen(char c) =>
        c is (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u2069') or '\ufeff' or '\u061c';

    private static string? HostFault(string host)
    {
        if (host.Length == 0)
            return null; // a listener or a file; the protocol's rules decide whether that is allowed
        if (host.StartsWith('['))
            return IPAddress.TryParse(host.Trim('[', ']'), out var v6)
                && v6.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? null
                : "an IPv6 address inside the brackets";
        var dotted = host.All(c => char.IsAsciiDigit(c) || c == '.');
        if (dotted)
            return host.Split('.') is { Length: 4 } bytes && bytes.All(
                b => byte.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out _) && (b.Length == 1 || b[0] != '0'))
                ? null
                : "an IPv4 address of four numbers from 0 to 255";
        return HostName().IsMatch(host) ? null : "a host name of letters, digits, dots and hyphens, or an address";
    }
}
