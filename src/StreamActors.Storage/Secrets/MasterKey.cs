using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Storage;

/// <summary>The key that wraps all data keys. Held in memory only, and wiped on disposal.</summary>
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

    /// <param name="text">Base64, as in a key file or environment variable.</param>
    /// <param name="place">Where it was found, for the error message.</param>
    public static MasterKey Parse(string text, string place)
    {
        var key = new byte[AeadBox.KeyBytes];
        return Convert.TryFromBase64String(text.Trim(), key, out var count) && count == AeadBox.KeyBytes
            ? new MasterKey(key)
            : throw new MasterKeyRefusedException(
                $"{place} holds no master key: it must be {AeadBox.KeyBytes} bytes in base64, as 'openssl rand -base64 "
                    + $"{AeadBox.KeyBytes}' prints them.");
    }

    public string Print() => Convert.ToBase64String(_key);

    /// <exception cref="ObjectDisposedException">A wiped key is all zeros, which anyone could use.</exception>
    public byte[] Wrap(string name, ReadOnlySpan<byte> dataKey)
    {
        ObjectDisposedException.ThrowIf(_wiped, this);
        return AeadBox.Seal(_key, dataKey, BoundTo(name));
    }

    /// <returns>Null if another master key wrapped it, or the row is damaged.</returns>
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
