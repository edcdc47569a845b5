using System.Security.Cryptography;

namespace StreamActors.Storage;

/// <summary>
/// AES-256-GCM in one blob: version byte, nonce, cipher text, tag. Bound to its owner, so that a blob moved to another row does not
/// decrypt.
/// </summary>
internal static class AeadBox
{
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> clear, ReadOnlySpan<byte> boundTo)
    {
        var box = new byte[1 + NonceBytes + clear.Length + TagBytes];
        box[0] = Version;
        RandomNumberGenerator.Fill(Nonce(box));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(Nonce(box), clear, Cipher(box), Tag(box), boundTo);
        return box;
    }

    /// <exception cref="CryptographicException">Wrong key, wrong owner, or a damaged blob.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, Span<byte> box, ReadOnlySpan<byte> boundTo)
    {
        if (box.Length < 1 + NonceBytes + TagBytes || box[0] != Version)
            throw new CryptographicException($"The sealed text is not of version {Version}.");
        var clear = new byte[box.Length - 1 - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(Nonce(box), Cipher(box), Tag(box), clear, boundTo);
        return clear;
    }

    private static Span<byte> Nonce(Span<byte> box) => box.Slice(1, NonceBytes);
    private static Span<byte> Cipher(Span<byte> box) => box[(1 + NonceBytes)..^TagBytes];
    private static Span<byte> Tag(Span<byte> box) => box[^TagBytes..];
}
