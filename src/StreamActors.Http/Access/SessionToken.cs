using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamActors.Http;

/// <summary>
/// A JSON Web Token (RFC 7519), signed with ES256. The header is compared as a whole, so that no other algorithm can be requested.
/// </summary>
internal static class SessionToken
{
    public static string Sign(ECDsa key, string name, SessionClaims claims)
    {
        var signed =
            $"{Header(name)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, SessionJson.Default.SessionClaims))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    /// <returns>Null if it is not a token signed with this key. The caller checks whether it is still valid.</returns>
    public static SessionClaims? Read(ECDsa key, string name, string token)
    {
        if (token.Length > 2000 || token.Split('.') is not [var header, var payload, var signature] || header != Header(name))
            return null;
        try
        {
            return key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature),
                HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? JsonSerializer.Deserialize(Base64Url.DecodeFromChars(payload), SessionJson.Default.SessionClaims)
                : null;
        }
        catch (Exception bad) when (bad is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    private static string Header(string name) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"ES256","typ":"JWT","kid":"{{name}}"}"""));
}

/// <param name="Subject">The user.</param>
/// <param name="LoggedIn">Milliseconds since 1970.</param>
/// <param name="Endings">How often the user's sessions had been ended before.</param>
internal sealed record SessionClaims(
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("iat")] long Issued,
    [property: JsonPropertyName("exp")] long Expires,
    [property: JsonPropertyName("auth_ms")] long LoggedIn,
    [property: JsonPropertyName("endings")] int Endings);

[JsonSerializable(typeof(SessionClaims))]
internal sealed partial class SessionJson : JsonSerializerContext;
