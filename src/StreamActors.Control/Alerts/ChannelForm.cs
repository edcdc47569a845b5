using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>A channel being read: new secrets in clear, kept ones encrypted.</summary>
public sealed record ChannelForm(ChannelConfig Sketch, IReadOnlyList<(string Name, Secret Clear)> Fresh, List<FieldFault> Faults)
{
    private ImmutableSortedDictionary<string, SealedSecret> Before { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    private static readonly SealedSecret Placeholder = new(Guid.Empty, "");

    /// <param name="before">The stored channel; null when creating.</param>
    public static ChannelForm Read(ChannelDraft draft, string id, ChannelConfig? before)
    {
        List<FieldFault> faults = [.. Ids.Faults(id)];
        var sent = draft.Secrets ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = (before?.Secrets ?? ImmutableSortedDictionary<string, SealedSecret>.Empty)
            .Where(s => sent.TryGetValue(s.Key, out var value) && value == Secret.Mask).ToList();
        List<(string Name, Secret Clear)> fresh =
            [.. sent.Where(s => kept.All(k => k.Key != s.Key)).Select(s => (s.Key, new Secret(s.Value)))];
        faults.AddRange(fresh.Where(f => f.Clear.Equals(new Secret(Secret.Mask)))
            .Select(f =>
            new FieldFault($"secrets.{f.Name}", Secret.Mask, "the secret itself; *** keeps the stored one, and none is stored yet")));
        var sort = AlertTerms.Parse("kind", draft.Kind, before?.Sort ?? ChannelType.Webhook, faults);
        if (before is not null && sort != before.Sort)
            faults.Add(new FieldFault("kind", draft.Kind, $"{AlertTerms.Word(before.Sort)}; the kind of a channel cannot change"));
        if (kept.Exists(s => s.Key == "password") && !SecretHosts.AreOne(before?.Url, draft.Url))
            faults.Add(new FieldFault("secrets.password", Secret.Mask, "the password itself; the stored one was given for another host"));
        var config = new ChannelConfig((draft.Name ?? id).Trim(), sort, draft.On ?? true)
        {
            Url = draft.Url,
            User = draft.User,
            From = draft.From,
            To = [.. draft.To ?? []],
            Plain = draft.Plain ?? false,
            Secrets = kept.Concat(fresh.Select(f => KeyValuePair.Create(f.Name, Placeholder)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Least = AlertTerms.Parse("least", draft.Least, AlertSeverity.Info, faults),
            Gather = AlertTerms.Time("gather", draft.Gather, TimeSpan.FromSeconds(5), faults),
            Spacing = AlertTerms.Time("spacing", draft.Spacing, TimeSpan.FromSeconds(30), faults),
            Resolved = draft.Resolved ?? true,
        };
        faults.AddRange(ChannelCheck.Faults(config).Where(f => id.Length > 0 || f.Field != "name"));
        faults.AddRange(fresh.Where(f => faults.All(b => b.Field != $"secrets.{f.Name}"))
            .Select(f => ChannelCheck.CheckSecret(f.Name, f.Clear)).OfType<FieldFault>().ToList());
        return new ChannelForm(config, fresh, faults) { Before = before?.Secrets ?? ImmutableSortedDictionary<string, SealedSecret>.Empty };
    }

    public async Task<bool> IsSame(ChannelConfig before, ISecrets secrets)
    {
        if (Sketch with { Secrets = before.Secrets } != before || Sketch.Secrets.Count != before.Secrets.Count)
            return false;
        foreach (var (name, secret) in Fresh)
        {
            if (!before.Secrets.TryGetValue(name, out var box) || !await secrets.Holds(box, secret, CancellationToken.None))
                return false;
        }
        return true;
    }

    public async Task<ChannelConfig> Seal(ResourceClaims resourceClaims, CancellationToken stop)
    {
        var secrets = Sketch.Secrets.ToBuilder();
        foreach (var (name, clear) in Fresh)
            secrets[name] = await resourceClaims.Seal(clear, Before.GetValueOrDefault(name), stop);
        return Sketch with { Secrets = secrets.ToImmutable() };
    }
}
