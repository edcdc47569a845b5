using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// The Argon2id parameters of a passphrase, stored with the wrapped keys: <c>$argon2id$v=19$m=…,t=…,p=…$salt</c>. New passphrases get the
/// current defaults (RFC 9106, section 4); old ones keep theirs.
/// </summary>
internal sealed partial record KeyDerivation(uint MemoryKib, uint Passes, uint Lanes, byte[] Salt)
{
    [GeneratedRegex(@"^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/=]+)$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    public static KeyDerivation Fresh() => new(MemoryKib: 64 * 1024, Passes: 3, Lanes: 1, RandomNumberGenerator.GetBytes(16));

    public static KeyDerivation Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success
            ? new KeyDerivation(Figure(match, 1), Figure(match, 2), Figure(match, 3), Convert.FromBase64String(match.Groups[4].Value))
            : throw new MasterKeyRefusedException(
            $"The database holds '{text}' where the Argon2id parameters should be: the row 'master' of data_keys is damaged.");
    }

    public MasterKey Derive(Secret words) => new(Bytes(words));

    public byte[] Bytes(Secret words)
    {
        var text = Encoding.UTF8.GetBytes(words.Reveal());
        try
        {
            return Argon2.Hash(text, Salt, Passes, MemoryKib, Lanes, AeadBox.KeyBytes);
        }
        catch (Exception refused) when (refused is ArgumentException or CryptographicException or OutOfMemoryException)
        {
            throw new MasterKeyRefusedException($"The master key cannot be derived ({refused.Message}): check that {MemoryKib / 1024} MiB "
                + "of memory are free, and the row 'master' of data_keys.", refused);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={MemoryKib},t={Passes},p={Lanes}${Convert.ToBase64String(Salt)}");

    private static uint Figure(Match match, int group) =>
        uint.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
}
