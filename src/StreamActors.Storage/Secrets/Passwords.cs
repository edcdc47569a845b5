using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Argon2id, stored as <c>argon2id$m=65536,t=3,p=1$salt$hash</c>: the parameters may grow, and old hashes stay readable.</summary>
public sealed class Passwords : IPasswords
{
    private const uint MemoryKib = 64 * 1024;
    private const uint Passes = 3;
    private const uint Lanes = 1;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public string Hash(Secret password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"argon2id$m={MemoryKib},t={Passes},p={Lanes}${Convert.ToBase64String(salt)}$"
                + $"{Convert.ToBase64String(Of(password, salt, Passes, MemoryKib, Lanes, HashBytes))}");
    }

    public bool IsRight(Secret password, string hash)
    {
        if (hash.Split('$') is not ["argon2id", var numbers, var salt, var wanted] || numbers.Split(',') is not [var m, var t, var p])
            throw new FormatException("A stored password hash has an unknown format.");
        var right = Convert.FromBase64String(wanted);
        return CryptographicOperations.FixedTimeEquals(
            Of(password, Convert.FromBase64String(salt), Number(t), Number(m), Number(p), right.Length), right);
    }

    private static uint Number(string named) => uint.Parse(named.AsSpan(2), CultureInfo.InvariantCulture);

    private static byte[] Of(Secret password, byte[] salt, uint passes, uint memoryKib, uint lanes, int length)
    {
        var words = Encoding.UTF8.GetBytes(password.Reveal());
        try
        {
            return Argon2.Hash(words, salt, passes, memoryKib, lanes, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(words);
        }
    }
}
