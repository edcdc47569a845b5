using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Everything at one moment: what is watched, by which rules, what fires already, and who is to be told.</summary>
/// <param name="Firing">The alerts that fire, as they are stored.</param>
/// <param name="Find">Any alert as it is stored.</param>
public sealed record Scene(
    IReadOnlyList<Subject> Subjects, IReadOnlyDictionary<string, AlertRuleConfig> Rules, IReadOnlyDictionary<string, Channel> Channels,
    IReadOnlyDictionary<AlertId, AlertState> Firing, Func<AlertId, AlertState> Find)
{
    /// <summary>By itself, or with everything else about its subject.</summary>
    public bool IsSilenced(AlertId id, DateTimeOffset now) => Find(id).IsSilenced(now) || Find(id with { Rule = AlertId.AnyRule }).IsSilenced(now);
}

/// <summary>An input, an output or a node as it is just now. What is not known of it, or is nothing for its kind, is null.</summary>
public sealed record Subject(EntityId Id, bool On)
{
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public Phase? Phase { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>What kind of failure brought it into this phase, where one did.</summary>
    public ErrorClass? Class { get; init; }

    /// <summary>Who sends to its port at the same time, where that is more than one.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>In this phase since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Rises each time it is started.</summary>
    public long Incarnation { get; init; }

    public long? BitsPerSecond { get; init; }

    public long? ContinuityErrors { get; init; }

    public double? DiskFreePercent { get; init; }

    /// <summary>Whether a node is up; null where it is not known.</summary>
    public bool? IsUp { get; init; }
}

/// <summary>A channel, when it was last edited, and what was told over it; no configuration where it was removed.</summary>
public sealed record Channel(ChannelConfig? Config, DateTimeOffset Changed, DeliveryState Delivery);
