using System.Security.Cryptography;
using System.Text;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// API keys: <c>sa_ID_SECRET</c>, with 256 random bits after a public id. Only a keyed hash of the whole is stored, so the key is shown
/// once.
/// </summary>
internal sealed class ApiKeys(IKeyedHash hash, Catalogue catalogue, TimeProvider time)
{
    private const string Mark = "sa_";
    private const int SecretBytes = 32;

    public static bool LooksLikeOne(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    public static Secret Make(string id) =>
        new($"{Mark}{id}_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}");

    public string HashOf(Secret key) => Convert.ToBase64String(hash.Hash("api-key", key.Reveal()));

    /// <returns>Null if the key is unknown, expired or revoked.</returns>
    public Principal? Find(string text)
    {
        if (!LooksLikeOne(text) || text.Length > 200 || text[Mark.Length..].Split('_', 2) is not [var id, _] || !KeyId.IsWellFormed(id))
            return null;
        if (catalogue.Find(new KeyId(id).EntityId)?.Order is not KeyState { Config: { } config, Revoked: false })
            return null;
        var right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(new Secret(text))),
            Encoding.ASCII.GetBytes(config.Hash));
        return right && !(config.Expires <= time.GetUtcNow())
            ? new Principal($"key:{id}", config.Role) { Scopes = config.Scopes, KeyName = config.Name, Until = config.Expires }
            : null;
    }
}
