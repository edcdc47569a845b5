using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// Secrets in an export: <c>sealed:BASE64</c>, AES-256-GCM with a key derived from a passphrase (PBKDF2, SHA-256), so that a file can be
/// imported on another server without its database or master key.
/// </summary>
public sealed class ExportSeal : IDisposable
{
    private static readonly ImmutableSortedDictionary<string, Secret> None = ImmutableSortedDictionary<string, Secret>.Empty;

    private const string Mark = "sealed:";
    private const int Rounds = 600_000;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly AesGcm _aes;

    public ExportSeal(Secret passphrase, byte[] salt) =>
        _aes = new AesGcm(Rfc2898DeriveBytes.Pbkdf2(passphrase.Reveal(), salt, Rounds, HashAlgorithmName.SHA256, 32), TagBytes);

    public async Task<AddressDraft> Seal(Address address, ISecrets secrets, CancellationToken stop)
    {
        var boxes = new Dictionary<string, string>(await Seal(address.Secrets, secrets, stop), StringComparer.Ordinal);
        if (Address.WithoutQuery(address.Url) is not { } old)
            return InputMapping.Sent(address) with { Secrets = boxes };
        // Stored before queries were secrets.
        var split = boxes.ContainsKey("key")
            ? new PlainAddress(old.Url, address.Options, None.Add("query", new Secret(old.Query)))
            : PlainAddress.Split(new PlainAddress(address.Url, address.Options, None), isIngest: true);
        foreach (var (name, secret) in split.Secrets)
            boxes[name] = Seal(secret);
        return InputMapping.Sent(address) with { Url = split.Url, Options = split.Options, Secrets = boxes };
    }

    public async Task<IReadOnlyDictionary<string, string>> Seal(IEnumerable<KeyValuePair<string, SealedSecret>> boxes, ISecrets secrets,
        CancellationToken stop)
    {
        var again = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, box) in boxes)
        {
            if (await secrets.Open(box, stop) is { } clear)
                again[name] = Seal(clear);
        }
        return again;
    }

    /// <returns>Null if a secret cannot be decrypted: wrong passphrase, or the file was changed.</returns>
    public AddressDraft? Open(AddressDraft sealedDraft)
    {
        return Open(sealedDraft.Secrets) is { } opened ? sealedDraft with { Secrets = opened } : null;
    }

    public IReadOnlyDictionary<string, string>? Open(IReadOnlyDictionary<string, string>? boxes)
    {
        var opened = (boxes ?? new Dictionary<string, string>(StringComparer.Ordinal))
            .ToDictionary(s => s.Key, s => Open(s.Value), StringComparer.Ordinal);
        return opened.Values.Any(v => v is null) ? null : opened.ToDictionary(o => o.Key, o => o.Value!, StringComparer.Ordinal);
    }

    public static bool IsSealed(string value) => value.StartsWith(Mark, StringComparison.Ordinal);

    public void Dispose() => _aes.Dispose();

    private string Seal(Secret clear)
    {
        var text = Encoding.UTF8.GetBytes(clear.Reveal());
        var box = new byte[NonceBytes + text.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        _aes.Encrypt(box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length));
        return Mark + Convert.ToBase64String(box);
    }

    private string? Open(string value)
    {
        if (!IsSealed(value))
            return value;
        var box = new byte[value.Length];
        if (!Convert.TryFromBase64String(value[Mark.Length..], box, out var length) || length < NonceBytes + TagBytes)
            return null;
        var text = new byte[length - NonceBytes - TagBytes];
        try
        {
            _aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length, TagBytes),
                text);
            return Encoding.UTF8.GetString(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
