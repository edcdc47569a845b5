using System.Security.Cryptography;
using System.Text;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>Who may publish to an input on the shared port.</summary>
/// <param name="key">Compared as a hash and in constant time; null: none is needed.</param>
/// <param name="takesAny">With neither key nor passphrase.</param>
/// <param name="takesOver">A second publisher replaces the first.</param>
/// <param name="options">Of its connections.</param>
internal sealed class SrtRoute(string? key, bool takesAny, bool takesOver, SrtOptions options)
{
    private readonly byte[]? _hash = key is null ? null : Hash(key);

    public SrtOptions Options => options;

    public bool TakesOver => takesOver;

    public bool HasKey => _hash is not null;

    public bool Accepts(IReadOnlyList<string> keys)
    {
        if (_hash is null)
            return takesAny || options.Passphrase is not null;
        var found = false;
        foreach (var given in keys)
            found |= CryptographicOperations.FixedTimeEquals(Hash(given), _hash);
        return found;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
