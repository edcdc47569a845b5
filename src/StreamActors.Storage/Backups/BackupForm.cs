using System.Security.Cryptography;
using System.Text;

namespace StreamActors.Storage;

/// <summary>
/// The backup file format: a line with name, version and whether it is sealed, then blocks. A block is its length (four bytes, big-endian),
/// its bytes, and the SHA-256 of all blocks so far, which detects damaged, missing and reordered blocks. A sealed block is AES-256-GCM,
/// bound to its position. A last line marks the file as complete. A released format never changes; a new one gets a new version.
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

    /// <param name="derivation">The key derivation parameters of the passphrase; null if not sealed.</param>
    public static byte[] Preamble(string? derivation) =>
        [.. Name, Version, derivation is null ? Open : Sealed,
        .. derivation is null ? [] : (byte[])[(byte)derivation.Length, .. Encoding.ASCII.GetBytes(derivation)]];

    public static byte[] Chain(ReadOnlySpan<byte> before, ReadOnlySpan<byte> block)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(block);
        return hash.GetHashAndReset();
    }
}
