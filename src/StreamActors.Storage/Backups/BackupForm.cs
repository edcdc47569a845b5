using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Storage;

/// <summary>
/// The file of a backup: a line that names it, its version, whether it is sealed, then blocks. A block is its length (four
/// bytes, most significant first), its bytes, and the SHA-256 of all blocks up to it, so that one which is damaged, missing or
/// elsewhere is noticed at its place. A sealed block is AES-256-GCM, bound to that same place. After the last block stands a
/// line by which anybody sees that the file is whole. What is released of this is never changed; a new form gets a new version.
/// </summary>
internal static class BackupForm
{
    public const byte Version = 1;
    public const byte Open = 0, Sealed = 1;
    public const byte HeadBlock = (byte)'H', RowsBlock = (byte)'R', EndBlock = (byte)'E';
    public const int UsualBlock = 128 * 1024;
    public const int LongestBlock = 64 * 1024 * 1024;

    public static ReadOnlySpan<byte> Name => "StreamActors backup\n"u8;

    public static ReadOnlySpan<byte> Whole => "end of backup\n"u8;

    /// <param name="derivation">How the passphrase becomes the key; null where it is not sealed.</param>
    public static byte[] Preamble(string? derivation) =>
        [.. Name, Version, derivation is null ? Open : Sealed, .. derivation is null ? [] : (byte[])[(byte)derivation.Length, .. Encoding.ASCII.GetBytes(derivation)]];

    public static byte[] Chain(ReadOnlySpan<byte> before, ReadOnlySpan<byte> block)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(block);
        return hash.GetHashAndReset();
    }
}
