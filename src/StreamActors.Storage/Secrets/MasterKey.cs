using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Storage;

/// <summary>The key that wraps every data key. It is held in memory only, and wiped when it is disposed.</summary>
[DebuggerDisplay("***")]
internal sealed class MasterKey : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    private volatile bool _wiped;

    public MasterKey(byte[] key)
    {
        if (key.Length != AeadBox.KeyBytes)
            throw new MasterKeyRefusedException($"A master key has {AeadBox.KeyBytes} bytes; this one has {key.Length}.");
        _key = key;
    }

    public static MasterKey Fresh() => new(RandomNumberGenerator.GetBytes(AeadBox.KeyBytes));

    /// <param name="text">Base64, as a key file and an environment variable hold it.</param>
    /// <param name="place">Where it was found, for the refusal.</param>
    public static MasterKey Parse(string text, string place)
    {
        var key = new byte[AeadBox.KeyBytes];
        return Convert.TryFromBase64String(text.Trim(), key, out var count) && count == AeadBox.KeyBytes
            ? new MasterKey(key)
            : throw new MasterKeyRefusedException(
                $"{place} holds no master key: it must be {AeadBox.KeyBytes} bytes in base64, as 'openssl rand -base64 {AeadBox.KeyBytes}' prints them.");
    }

    public string Print() => Convert.ToBase64String(_key);

    /// <exception cref="ObjectDisposedException">Wiped, it would be a key that everybody knows.</exception>
    public byte[] Wrap(string name, ReadOnlySpan<byte> dataKey)
    {
        ObjectDisposedException.ThrowIf(_wiped, this);
        return AeadBox.Seal(_key, dataKey, BoundTo(name));
    }

    /// <returns>Null where another master key wrapped it, or the row is damaged.</returns>
    public byte[]? Unwrap(string name, byte[] wrapped)
    {
        ObjectDisposedException.ThrowIf(_wiped, this);
        try
        {
            return AeadBox.Open(_key, wrapped, BoundTo(name));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _wiped = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    public override string ToString() => "***";

    private static byte[] BoundTo(string name) => Encoding.UTF8.GetBytes("data_keys/" + name);
}
