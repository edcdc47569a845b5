using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// The key of this machine: made anew at each start and written to a file that only the server's user can read, so that the console on the
/// same machine needs no other. An address alone proves nothing: behind a reverse proxy the whole Internet comes from 127.0.0.1.
/// </summary>
public sealed class LocalKey
{
    private readonly Secret _key = ApiKeys.Make("local");
    private readonly byte[] _hash;

    public LocalKey() => _hash = Hash(_key.Reveal());

    public string Reveal() => _key.Reveal();

    /// <summary>Takes as long for a wrong key as for the right one.</summary>
    public bool Is(string shown) => CryptographicOperations.FixedTimeEquals(Hash(shown), _hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
