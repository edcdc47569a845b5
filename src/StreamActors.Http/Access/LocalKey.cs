using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// The local key: created at each start and written to a file that only the server's user can read, for the console on the same machine.
/// The address alone is no proof: behind a reverse proxy every request comes from 127.0.0.1.
/// </summary>
public sealed class LocalKey
{
    private readonly Secret _key = ApiKeys.Make("local");
    private readonly byte[] _bytes;

    public LocalKey() => _bytes = Encoding.UTF8.GetBytes(_key.Reveal());

    public string Reveal() => _key.Reveal();

    /// <summary>Constant time; the length is no secret.</summary>
    public bool Is(string shown) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), _bytes);
}
