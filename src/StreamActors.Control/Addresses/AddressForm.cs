using System.Collections.Immutable;
using System.Text.Json;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>
/// An address being read: new secrets in clear, kept ones encrypted. It is validated, then encrypted, and only then part of a command.
/// </summary>
public sealed record AddressForm(string Url, ImmutableSortedDictionary<string, string> Options,
    ImmutableSortedDictionary<string, Secret> Fresh, ImmutableSortedDictionary<string, SealedSecret> Kept)
{
    public const string PortOption = "port";

    private static readonly SealedSecret Placeholder = new(Guid.Empty, "");

    /// <summary>The stored secrets, by name.</summary>
    private ImmutableSortedDictionary<string, SealedSecret> Before { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    /// <summary>The stored address; if nothing changed, it is not validated again.</summary>
    private Address? Stored { get; init; }

    /// <summary>Faults in the URL that was sent.</summary>
    private IReadOnlyList<FieldFault> OfUrl { get; init; } = [];

    /// <summary>Kept secrets that belong to another host.</summary>
    private IReadOnlyList<string> WithoutHost { get; init; } = [];

    /// <summary>An address that was validated before: keeps all of its secrets.</summary>
    public static AddressForm Of(Address address) =>
        new(address.Url, address.Options, ImmutableSortedDictionary<string, Secret>.Empty, address.Secrets);

    /// <param name="before">The stored address; null when creating.</param>
    /// <param name="patch">The patch that was sent, if it was a merge patch.</param>
    public static AddressForm Read(AddressDraft draft, bool isIngest, Address? before = null, JsonElement? patch = null)
    {
        var options = draft.Options?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
        var sent = draft.Secrets ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = before is null ? ImmutableSortedDictionary<string, SealedSecret>.Empty
            : before.Secrets.Where(s => sent.TryGetValue(s.Key, out var value) && value == Secret.Mask)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        var fresh = sent.Where(s => !kept.ContainsKey(s.Key))
            .ToImmutableSortedDictionary(s => s.Key, s => new Secret(s.Value), StringComparer.Ordinal);
        // Older addresses are shown without their query: sent back unchanged, they keep it, until the query is given as a secret.
        var url = before is not null && string.Equals(draft.Url, before.Shown(), StringComparison.Ordinal) ? before.Url : draft.Url;
        if (before is not null && string.Equals(url, before.Url, StringComparison.Ordinal))
        {
            var asItIs = fresh.ContainsKey("query") && Address.WithoutQuery(url) is { } bare ? bare.Url : url;
            return new AddressForm(asItIs, options, fresh, kept) { Before = before.Secrets, Stored = before };
        }

        // A pasted URL can contain its secrets and replaces the stored ones. Those sent explicitly as *** stay.
        var held = kept.Where(k => patch is not { } sentPatch || IsNamed(sentPatch, "secrets", k.Key))
            .Select(k => KeyValuePair.Create(k.Key, new Secret(Secret.Mask)));
        // The same for its options: only options sent in the same request can contradict the URL.
        var said = patch is { } sentOptions
            ? options.RemoveRange(options.Keys.Where(name => !IsNamed(sentOptions, "options", name)))
            : options;
        var split = PlainAddress.Split(new PlainAddress(draft.Url, said, fresh.AddRange(held)), isIngest);
        var found = split.Secrets.RemoveRange(held.Select(h => h.Key));
        var still = kept.RemoveRange(found.Keys);
        var form = new AddressForm(split.Url, options.SetItems(split.Options), found, still)
        {
            OfUrl = split.Faults,
            Before = before?.Secrets ?? kept,
            Stored = before,
            WithoutHost = SecretHosts.AreOne(before?.Url, split.Url) ? [] : [.. still.Keys],
        };
        return before is not null ? form.KeepPort(before, isIngest) : form;
    }

    /// <summary>With a port in its URL instead of port=auto.</summary>
    public AddressForm At(UrlParts url) => this with { Url = url.Shown(url.Path, url.Query), Options = Options.Remove(PortOption) };

    /// <summary>With port=auto a listener keeps the port that it has.</summary>
    private AddressForm KeepPort(Address before, bool isIngest) =>
        Options.ContainsKey(PortOption) && UrlParts.Parse(Url, out var url) is null && url.Port is null
        && UrlParts.Parse(before.Url, out var there) is null && there.Scheme == url.Scheme && there.Port is not null
        && Protocols.Find(there.Scheme, isIngest)?.IsListener(before.Options) == true ? At(url with { Port = there.Port }) : this;

    /// <summary>The address with placeholders for secrets that are not encrypted yet.</summary>
    private Address Sketch =>
        new(Url) { Options = Options, Secrets = Kept.AddRange(Fresh.Select(f => KeyValuePair.Create(f.Key, Placeholder))) };

    public IEnumerable<FieldFault> Faults(bool isIngest)
    {
        var scheme = UrlParts.Parse(Url, out var url) is null ? url.Scheme : "";
        return OfUrl.Concat(AddressRules.Check(Sketch, isIngest, Stored))
            .Concat(Fresh.Select(f => IsMask(f.Value)
                ? new FieldFault($"secrets.{f.Key}", Secret.Mask, "the secret itself; *** keeps the stored one, and none is stored yet")
                : AddressRules.CheckSecret(scheme, isIngest, f.Key, f.Value)).OfType<FieldFault>())
            .Concat(WithoutHost.Select(
            s => new FieldFault($"secrets.{s}", Secret.Mask, "the secret itself, or null; the stored one was given for another host")))
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

    /// <summary>All its secrets in clear.</summary>
    /// <returns>The name of one that was destroyed, if there is one.</returns>
    public async Task<(IReadOnlyList<(string Name, Secret Clear)> Secrets, string? Destroyed)> Open(
        ISecrets secrets, CancellationToken stop)
    {
        var clear = Fresh.Select(f => (f.Key, f.Value)).ToList();
        foreach (var (name, box) in Kept)
        {
            if (await secrets.Open(box, stop) is not { } opened)
                return ([], name);
            clear.Add((name, opened));
        }
        return (clear, null);
    }

    public async Task<Address> Seal(ResourceClaims resourceClaims, CancellationToken stop)
    {
        var fresh = await Task.WhenAll(Fresh.Select(async f =>
            KeyValuePair.Create(f.Key, await resourceClaims.Seal(f.Value, Before.GetValueOrDefault(f.Key), stop))));
        return new Address(Url) { Options = Options, Secrets = Kept.AddRange(fresh) };
    }

    private static bool IsMask(Secret secret) => secret.Equals(new Secret(Secret.Mask));

    private static bool IsNamed(JsonElement patch, string part, string name) =>
        patch.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.Object
        && address.TryGetProperty(part, out var named) && named.ValueKind == JsonValueKind.Object && named.TryGetProperty(name, out _);
}
