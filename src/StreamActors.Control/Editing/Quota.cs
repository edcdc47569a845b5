using System.Globalization;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The maximum number of each kind; 0: unlimited. Protects against mistakes and abuse.</summary>
public sealed record QuotaRules
{
    public int Inputs { get; init; } = 10_000;

    public int Outputs { get; init; } = 10_000;

    public int Channels { get; init; } = 1000;

    public int AlertRules { get; init; } = 1000;

    public int Keys { get; init; } = 10_000;

    public int Users { get; init; } = 10_000;
}

/// <summary>
/// Refuses to create more entities than the quota allows. Checked before anything is stored, so concurrent requests can exceed it slightly.
/// </summary>
public sealed class Quota
{
    private readonly Dictionary<string, (string Words, int Most, HashSet<string> There)> _kinds;
    private readonly Catalogue _catalogue;

    public Quota(QuotaRules rules, Catalogue catalogue)
    {
        _catalogue = catalogue;
        _kinds = new(StringComparer.Ordinal)
        {
            [InputId.Kind] = ("inputs", rules.Inputs, new(StringComparer.Ordinal)),
            [OutputId.Kind] = ("outputs", rules.Outputs, new(StringComparer.Ordinal)),
            [ChannelId.Kind] = ("channels", rules.Channels, new(StringComparer.Ordinal)),
            [AlertRuleId.Kind] = ("alert-rules", rules.AlertRules, new(StringComparer.Ordinal)),
            [KeyId.Kind] = ("keys", rules.Keys, new(StringComparer.Ordinal)),
            [UserId.Kind] = ("users", rules.Users, new(StringComparer.Ordinal)),
        };
        catalogue.Changed += Note;
        foreach (var entry in _kinds.Keys.SelectMany(catalogue.All))
            Note(entry.Id);
    }

    /// <returns>Why it is refused; null if it is allowed or exists already.</returns>
    public Refusal? Of(EntityId id)
    {
        var (words, most, there) = _kinds[id.Kind];
        lock (there)
        {
            if (most == 0 || there.Count < most || there.Contains(id.Id))
                return null;
            return new Refusal(
                "quota", string.Create(CultureInfo.InvariantCulture, $"Quota exceeded: {most:N0} {words} at most (quota.{words})."),
                [new FieldFault($"quota.{words}", most.ToString(CultureInfo.InvariantCulture),
                    $"Remove some {words}, or raise quota.{words} in the server's configuration.")]);
        }
    }

    private void Note(EntityId id)
    {
        if (!_kinds.TryGetValue(id.Kind, out var kind))
            return;
        lock (kind.There)
        {
            if (IsThere(_catalogue.Find(id)?.Order))
                kind.There.Add(id.Id);
            else
                kind.There.Remove(id.Id);
        }
    }

    private static bool IsThere(object? order) => order
        is InputState { Config: not null } or OutputState { Config: not null } or ChannelState { Config: not null }
        or AlertRuleState { Config: not null }
        or KeyState { Config: not null, Revoked: false } or UserState { IsThere: true };
}
