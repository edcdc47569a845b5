using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// An address on its way in: what is new of its secrets still clear, what is kept of them sealed. It is checked, then
/// sealed, and only then part of a command.
/// </summary>
public sealed record AddressForm(string Url, ImmutableSortedDictionary<string, string> Options, ImmutableSortedDictionary<string, Secret> Fresh, ImmutableSortedDictionary<string, SealedSecret> Kept)
{
    private static readonly SealedSecret Placeholder = new(Guid.Empty, "");

    /// <summary>What is stored under the names of all its secrets.</summary>
    private ImmutableSortedDictionary<string, SealedSecret> Before { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    /// <summary>The whole address that is stored: one that stays as it is is not judged again.</summary>
    private Address? Stored { get; init; }

    /// <summary>What the URL that was given says amiss.</summary>
    private IReadOnlyList<FieldFault> OfUrl { get; init; } = [];

    /// <summary>Secrets that were kept for another place than this.</summary>
    private IReadOnlyList<string> Strayed { get; init; } = [];

    /// <summary>One that was checked before: all of its secrets are kept.</summary>
    public static AddressForm Of(Address address) => new(address.Url, address.Options, ImmutableSortedDictionary<string, Secret>.Empty, address.Secrets);

    /// <param name="before">What the edit starts from; null where there was nothing.</param>
    /// <param name="patch">What was sent of it, where it was a merge patch.</param>
    public static AddressForm Read(AddressDraft draft, bool isIngest, Address? before = null, JsonElement? patch = null)
    {
        var options = draft.Options?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
        var sent = draft.Secrets ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = before is null ? ImmutableSortedDictionary<string, SealedSecret>.Empty : before.Secrets.Where(s => sent.TryGetValue(s.Key, out var value) && value == Secret.Mask).ToImmutableSortedDictionary(StringComparer.Ordinal);
        var fresh = sent.Where(s => !kept.ContainsKey(s.Key)).ToImmutableSortedDictionary(s => s.Key, s => new Secret(s.Value), StringComparer.Ordinal);
        // An old one is shown without its query: sent back so, it is what it was, until its query is given as a secret.
        var url = before is not null && string.Equals(draft.Url, before.Shown(), StringComparison.Ordinal) ? before.Url : draft.Url;
        if (before is not null && string.Equals(url, before.Url, StringComparison.Ordinal))
        {
            var asItIs = fresh.ContainsKey("query") && Address.WithoutQuery(url) is { } bare ? bare.Url : url;
            return new AddressForm(asItIs, options, fresh, kept) { Before = before.Secrets, Stored = before };
        }

        // A new URL may bring its secrets with it, as it was pasted. What was named *** in so many words stays all
        // the same, and is refused where the URL brings it too.
        var held = kept.Where(k => patch is not { } sentPatch || IsNamed(sentPatch, "secrets", k.Key))
            .Select(k => KeyValuePair.Create(k.Key, new Secret(Secret.Mask)));
        // So does it bring its options: only those that were said with it can contradict it.
        var said = patch is { } sentOptions
            ? options.RemoveRange(options.Keys.Where(name => !IsNamed(sentOptions, "options", name)))
            : options;
        var split = PlainAddress.Split(new PlainAddress(draft.Url, said, fresh.AddRange(held)), isIngest);
        var found = split.Secrets.RemoveRange(held.Select(h => h.Key));
        var still = kept.RemoveRange(found.Keys);
        return new AddressForm(split.Url, options.SetItems(split.Options), found, still)
        {
            OfUrl = split.Faults,
            Before = before?.Secrets ?? kept,
            Stored = before,
            Strayed = Places.AreOne(before?.Url, split.Url) ? [] : [.. still.Keys],
        };
    }

    /// <summary>An address whose secrets are all there, though not yet sealed.</summary>
    private Address Sketch => new(Url) { Options = Options, Secrets = Kept.AddRange(Fresh.Select(f => KeyValuePair.Create(f.Key, Placeholder))) };

    public IEnumerable<FieldFault> Faults(bool isIngest)
    {
        var scheme = UrlParts.Parse(Url, out var url) is null ? url.Scheme : "";
        return OfUrl.Concat(AddressRules.Check(Sketch, isIngest, Stored))
            .Concat(Fresh.Select(f => IsMask(f.Value)
                ? new FieldFault($"secrets.{f.Key}", Secret.Mask, "the secret itself; *** keeps the stored one, and none is stored yet")
                : AddressRules.CheckSecret(scheme, isIngest, f.Key, f.Value)).OfType<FieldFault>())
            .Concat(Strayed.Select(s => new FieldFault($"secrets.{s}", Secret.Mask, "the secret itself, or null; the stored one was given for another host")))
            .Select(f => f with { Field = $"address.{f.Field}" });
    }

    public async Task<bool> IsSame(Address before, ISecrets secrets)
    {
        if (Sketch with { Secrets = before.Secrets } != before || Kept.Count + Fresh.Count != before.Secrets.Count)
            return false;
        foreach (var (name, secret) in Fresh)
        {
            if (!before.Secrets.TryGetValue(name, out var box) || !await secrets.Holds(box, secret, CancellationToken.None))
                return false;
        }
        return true;
    }

    public async Task<Address> Seal(Taking taking, CancellationToken stop)
    {
        var fresh = await Task.WhenAll(Fresh.Select(async f =>
            KeyValuePair.Create(f.Key, await taking.Seal(f.Value, Before.GetValueOrDefault(f.Key), stop))));
        return new Address(Url) { Options = Options, Secrets = Kept.AddRange(fresh) };
    }

    private static bool IsMask(Secret secret) => secret.Equals(new Secret(Secret.Mask));

    private static bool IsNamed(JsonElement patch, string part, string name) =>
        patch.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.Object
        && address.TryGetProperty(part, out var named) && named.ValueKind == JsonValueKind.Object && named.TryGetProperty(name, out _);
}
