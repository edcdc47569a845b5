using System.Text.RegularExpressions;

namespace StreamActors.Domain.Addresses;

/// <summary>Headers for an HTTP source: one per line, "Name: value". They may carry a token, so all of them are one secret.</summary>
public static partial class HttpHeaders
{
    public const int MaxLength = 4096;

    /// <summary>Headers of the connection or the body length, which the HTTP client sets itself.</summary>
    private static readonly string[] OfTheConnection =
        ["Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade"];

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+):[ ]*(?<value>[^\p{Cc}]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    /// <returns>Null when a header is malformed, is set by the client itself, or occurs twice.</returns>
    public static IReadOnlyDictionary<string, string>? Parse(string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (text.Length > MaxLength)
            return null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0))
        {
            if (Header().Match(line) is not { Success: true } match
                || !headers.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value))
                return null;
            if (OfTheConnection.Contains(match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase))
                return null;
        }
        return headers.Count == 0 ? null : headers;
    }
}
