using System.Security.Cryptography;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using OldParameters = Org.BouncyCastle.Crypto.Parameters.Argon2Parameters;

namespace StreamActors.Storage;

/// <summary>
/// Argon2id (RFC 9106). libsodium, which comes with NSec, has it with one lane and a salt of 16 bytes: what is new is hashed so. What was
/// stored with other numbers is read with BouncyCastle.
/// </summary>
internal static class Argon2
{
    public static byte[] Hash(ReadOnlySpan<byte> words, ReadOnlySpan<byte> salt, uint passes, uint memoryKib, uint lanes, int length)
    {
        if (lanes == 1 && salt.Length == 16)
        {
            var parameters = new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKib, NumberOfPasses = passes };
            return PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters).DeriveBytes(words, salt, length);
        }
        var old = new OldParameters.Builder(OldParameters.Argon2id).WithVersion(OldParameters.Version13).WithSalt(salt.ToArray())
            .WithIterations((int)passes).WithMemoryAsKB((int)memoryKib).WithParallelism((int)lanes).Build();
        var generator = new Argon2BytesGenerator();
        generator.Init(old);
        var hash = new byte[length];
        var copy = words.ToArray();
        try
        {
            generator.GenerateBytes(copy, hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
        return hash;
    }
}
