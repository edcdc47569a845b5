using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Media.Rtmp;

/// <summary>
/// The answer to a server that asks for a user and a password: with authmod=adobe or authmod=llnw (Limelight) in the text of its refusal.
/// It is added to the application and the URL of the next connection, first the user alone, then what proves the password.
/// </summary>
public static class RtmpAuthentication
{
    /// <param name="challenge">What the server said.</param>
    /// <param name="sent">The answer with which it was connected to, or null.</param>
    /// <returns>Null if it asks for nothing more: the user or the password is wrong.</returns>
    public static string? Answer(string challenge, string? sent, string application, string user, string password)
    {
        var kind = challenge.Contains("authmod=adobe", StringComparison.Ordinal) ? "adobe"
            : challenge.Contains("authmod=llnw", StringComparison.Ordinal) ? "llnw" : null;
        if (kind is null)
            return null;
        var begin = $"authmod={kind}&user={user}";
        if (sent is null && challenge.Contains("code=403 need auth", StringComparison.Ordinal))
            return begin;
        if (sent != begin || challenge.Split("?reason=needauth", 2) is not [_, var query])
            return null;
        var asked = query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);
        string Asked(string name) => asked[name].FirstOrDefault("");
        var own = RandomNumberGenerator.GetBytes(4);
        if (kind == "adobe")
        {
            var (opaque, mine) = (Asked("opaque"), Convert.ToBase64String(own));
            var secret = Convert.ToBase64String(Md5($"{user}{Asked("salt")}{password}"));
            var response = Convert.ToBase64String(Md5($"{secret}{(opaque.Length > 0 ? opaque : Asked("challenge"))}{mine}"));
            return $"{begin}&challenge={mine}&response={response}{(opaque.Length > 0 ? $"&opaque={opaque}" : "")}";
        }
        // HTTP's digest (RFC 2617) with other words.
        var (nonce, count, client, path) = (Asked("nonce"), "00000001", Hex(own), application.Split('?')[0]);
        var uri = Hex(Md5($"publish:/{path}{(path.Contains('/', StringComparison.Ordinal) ? "" : "/_definst_")}"));
        var digest = Hex(Md5($"{Hex(Md5($"{user}:live:{password}"))}:{nonce}:{count}:{client}:auth:{uri}"));
        return $"{begin}&nonce={nonce}&cnonce={client}&nc={count}&response={digest}";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [SuppressMessage("Security", "CA5351", Justification = "The servers want it.")]
    private static byte[] Md5(string text) => MD5.HashData(Encoding.UTF8.GetBytes(text));
}
