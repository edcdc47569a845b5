using System.Runtime.InteropServices;

namespace StreamActors.Storage;

/// <summary>The system's libargon2 (https://github.com/P-H-C/phc-winner-argon2, include/argon2.h).</summary>
internal static partial class Argon2
{
    private const int Ok = 0;

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2id_hash_raw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int HashRaw(
        uint passes, uint memoryKib, uint lanes, ReadOnlySpan<byte> words, nuint wordsLength, ReadOnlySpan<byte> salt, nuint saltLength, Span<byte> hash, nuint hashLength);

    public static byte[] Hash(ReadOnlySpan<byte> words, ReadOnlySpan<byte> salt, uint passes, uint memoryKib, uint lanes, int length)
    {
        var hash = new byte[length];
        int answer;
        try
        {
            answer = HashRaw(passes, memoryKib, lanes, words, (nuint)words.Length, salt, (nuint)salt.Length, hash, (nuint)hash.Length);
        }
        catch (DllNotFoundException missing)
        {
            throw new MasterKeyRefusedException("A passphrase needs the system's libargon2: install it ('apt-get install libargon2-1').", missing);
        }
        return answer == Ok
            ? hash
            : throw new MasterKeyRefusedException($"libargon2 refused to derive the master key (error {answer}): check that {memoryKib / 1024} MiB of memory are free.");
    }
}
