using System.Text.RegularExpressions;

namespace StreamActors.Domain.Addresses;

/// <summary>Headers for an HTTP source as an operator gives them: one a line, "Name: value". They may carry a token, so they are a secret as a whole.</summary>
public static partial class HttpHeaders
{
    public const int MaxLength = 4096;

    /// <summary>They say how this one connection is used, or how long a body is: whoever makes the request says that.</summary>
    private static readonly string[] OfTheConnection =
        ["Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+):[ ]*(?<value>[^\p{Cc}]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    /// <returns>Null where one of them is none or is of the connection itself, or a name stands twice.</returns>
    public static IReadOnlyDictionary<string, string>? Parse(string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (text.Length > MaxLength)
            return null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0))
        {
            if (Header().Match(line) is not { Success: true } match || !headers.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value))
                return null;
            if (OfTheConnection.Contains(match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase))
                return null;
        }
        return headers.Count == 0 ? null : headers;
    }
}
