using System.Text;

namespace StreamActors.Domain.Alerts;

/// <summary>
/// What webhooks are signed with, in the form of Standard Webhooks (https://www.standardwebhooks.com): <c>whsec_</c> and 24 to 64 bytes in
/// base64. Channels of older programs have any text, which is the key as it stands.
/// </summary>
public static class SigningSecret
{
    private const string Prefix = "whsec_";

    public static bool IsWellFormed(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal) ? Standard(secret) is not null : secret.Length is >= 16 and <= 200;

    public static byte[] Key(string secret) => Standard(secret) ?? Encoding.UTF8.GetBytes(secret);

    /// <returns>The key; null where the secret is of the older form.</returns>
    public static byte[]? Standard(string secret)
    {
        var key = new byte[64];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length >= 24 ? key[..length] : null;
    }
}
