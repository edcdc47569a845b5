using System.Text.RegularExpressions;

namespace StreamActors.Domain.Addresses;

/// <summary>Headers for an HTTP source as an operator gives them: one a line, "Name: value". They may carry a token, so they are a secret as a whole.</summary>
public static partial class HttpHeaders
{
    public const int MaxLength = 4096;

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+):[ ]*(?<value>[^\p{Cc}]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    /// <returns>Null where one of them is none, or a name stands twice.</returns>
    public static IReadOnlyDictionary<string, string>? Parse(string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (text.Length > MaxLength)
            return null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0))
        {
            if (Header().Match(line) is not { Success: true } match || !headers.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value))
                return null;
        }
        return headers.Count == 0 ? null : headers;
    }
}
