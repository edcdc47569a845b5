using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Answers a server's authentication challenge: Digest if offered, else Basic, which sends the password itself and only to the configured
/// host.
/// </summary>
internal sealed partial class RtspCredentials(RtspLink link)
{
    private readonly string _user = link.User ?? "";
    private readonly string _password = link.Password?.Reveal() ?? "";
    private Dictionary<string, string>? _digest;
    private bool _basic;
    private int _count;

    /// <summary>Takes a server's challenges.</summary>
    /// <returns>False if they cannot be answered.</returns>
    public bool Note(IEnumerable<string> challenges, HostPort server)
    {
        (_digest, _basic) = (null, false);
        if (link.User is null && link.Password is null)
            return false;
        foreach (var challenge in challenges)
        {
            if (challenge.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase) && _digest is null)
                _digest = Fields(challenge) is var fields && Hash(fields) is not null ? fields : null;
            else if (challenge.StartsWith("Basic", StringComparison.OrdinalIgnoreCase))
                _basic = server == link.Host;
        }
        _count = 0;
        return _digest is not null || _basic;
    }

    /// <returns>The header's value, or null if none is needed (yet).</returns>
    public string? For(string method, string url)
    {
        if (_digest is { } digest)
            return Digest(digest, method, url, RandomNumberGenerator.GetHexString(16, lowercase: true));
        return _basic ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_user}:{_password}")) : null;
    }

    internal string Digest(Dictionary<string, string> challenge, string method, string url, string clientNonce)
    {
        var hash = Hash(challenge)!;
        string Of(string text) => Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(text)));
        var (realm, nonce) = (challenge.GetValueOrDefault("realm", ""), challenge.GetValueOrDefault("nonce", ""));
        var (who, what) = (Of($"{_user}:{realm}:{_password}"), Of($"{method}:{url}"));
        var protection =
            challenge.GetValueOrDefault("qop", "").Split(',').Select(q => q.Trim()).Contains("auth", StringComparer.OrdinalIgnoreCase);
        var count = (++_count).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        var response = Of(protection ? $"{who}:{nonce}:{count}:{clientNonce}:auth:{what}" : $"{who}:{nonce}:{what}");
        return $"Digest username=\"{Quoted(_user)}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{url}\", response=\"{response}\""
            + (challenge.TryGetValue("algorithm", out var algorithm) ? $", algorithm={algorithm}" : "")
            + (challenge.TryGetValue("opaque", out var opaque) ? $", opaque=\"{opaque}\"" : "")
            + (protection ? $", qop=auth, nc={count}, cnonce=\"{clientNonce}\"" : "");
    }

    /// <summary>A user name may hold quotes: they are escaped.</summary>
    private static string Quoted(string text) =>
        PlainNames.Bytes(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    internal static Dictionary<string, string> Fields(string challenge) => Field().Matches(challenge)
        .GroupBy(m => m.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First().Groups[2].Success ? g.First().Groups[2].Value : g.First().Groups[3].Value,
        StringComparer.OrdinalIgnoreCase);

    private static Func<byte[], byte[]>? Hash(Dictionary<string, string> challenge) =>
        challenge.GetValueOrDefault("algorithm", "MD5").ToUpperInvariant() switch
    {
#pragma warning disable CA5351 // RFC 2326 and most cameras know only MD5
        "MD5" => MD5.HashData,
#pragma warning restore CA5351
        "SHA-256" => SHA256.HashData,
        _ => null,
    };

    [GeneratedRegex(@"(\w+)\s*=\s*(?:""([^""]*)""|([^\s,]+))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Field();
}
