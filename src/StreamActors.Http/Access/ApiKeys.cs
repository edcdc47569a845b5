using System.Security.Cryptography;
using System.Text;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Keys for programs: <c>sa_ID_SECRET</c>, 256 random bits after an id that may be seen. Only a keyed hash of the whole
/// is stored, so that a key is shown once and can be checked for ever.
/// </summary>
internal sealed class ApiKeys(IKeyedHash hash, Catalogue catalogue, TimeProvider time)
{
    private const string Mark = "sa_";
    private const int SecretBytes = 32;

    public static bool LooksLikeOne(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    public static Secret Make(string id) =>
        new($"{Mark}{id}_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}");

    public string HashOf(Secret key) => Convert.ToBase64String(hash.Hash("api-key", key.Reveal()));

    /// <returns>Null for a key that is none, is over, or was revoked.</returns>
    public Principal? Find(string text)
    {
        if (!LooksLikeOne(text) || text.Length > 200 || text[Mark.Length..].Split('_', 2) is not [var id, _] || !KeyId.IsWellFormed(id))
            return null;
        if (catalogue.Find(new KeyId(id).EntityId)?.Order is not KeyState { Config: { } config, Revoked: false })
            return null;
        var right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(new Secret(text))), Encoding.ASCII.GetBytes(config.Hash));
        return right && !(config.Expires <= time.GetUtcNow())
            ? new Principal($"key:{id}", config.Role) { Scopes = config.Scopes, Until = config.Expires }
            : null;
    }
}
