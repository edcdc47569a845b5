using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>All inputs of one evaluation: subjects, rules, firing alerts and channels.</summary>
/// <param name="Firing">The firing alerts, as stored.</param>
/// <param name="Find">Any alert, as stored.</param>
public sealed record AlertSnapshot(
    IReadOnlyList<Subject> Subjects, IReadOnlyDictionary<string, AlertRuleConfig> Rules, IReadOnlyDictionary<string, Channel> Channels,
    IReadOnlyDictionary<AlertId, AlertState> Firing, Func<AlertId, AlertState> Find)
{
    /// <summary>By its own silence, or by the one for all alerts of its subject.</summary>
    public bool IsSilenced(AlertId id, DateTimeOffset now) =>
        Find(id).IsSilenced(now) || Find(id with { Rule = AlertId.AnyRule }).IsSilenced(now);
}

/// <summary>The current state of an input, an output or a node. Null: unknown, or does not apply to its kind.</summary>
public sealed record Subject(EntityId Id, bool On)
{
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public Phase? Phase { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>The class of the failure behind this phase, if one caused it.</summary>
    public ErrorClass? Class { get; init; }

    /// <summary>The senders to its port, if there is more than one at a time.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>When it entered this phase.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Increases with each start.</summary>
    public long Incarnation { get; init; }

    public long? BitsPerSecond { get; init; }

    public long? ContinuityErrors { get; init; }

    public double? DiskFreePercent { get; init; }

    /// <summary>Whether a node is up; null if unknown.</summary>
    public bool? IsUp { get; init; }
}

/// <summary>A channel, when it was last edited, and its delivery state; no configuration if it was removed.</summary>
public sealed record Channel(ChannelConfig? Config, DateTimeOffset Changed, DeliveryState Delivery);
