using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace StreamActors.Domain.Alerts;

/// <summary>What a rule looks for. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertCondition>))]
public enum AlertCondition
{
    /// <summary>No retry is made any more: it waits for a human.</summary>
    [JsonStringEnumMemberName("parked")] Parked,

    /// <summary>Started as often as the threshold within the time.</summary>
    [JsonStringEnumMemberName("flapping")] Flapping,

    /// <summary>Up, and nothing moves.</summary>
    [JsonStringEnumMemberName("stalled")] Stalled,

    /// <summary>Ordered on, tries, and does not come on air.</summary>
    [JsonStringEnumMemberName("off-air")] OffAir,

    /// <summary>On air, and the destination takes less than the stream has.</summary>
    [JsonStringEnumMemberName("slow")] Slow,

    /// <summary>On air with fewer bits per second than the threshold.</summary>
    [JsonStringEnumMemberName("bitrate-low")] BitrateLow,

    /// <summary>As many continuity counter errors as the threshold within the time.</summary>
    [JsonStringEnumMemberName("cc-errors")] CcErrors,

    /// <summary>Several senders use the port of an input at the same time.</summary>
    [JsonStringEnumMemberName("two-senders")] TwoSenders,

    /// <summary>Less of the data folder's disk free than the threshold, in percent.</summary>
    [JsonStringEnumMemberName("disk-low")] DiskLow,

    /// <summary>A node that was there and did not leave in good order.</summary>
    [JsonStringEnumMemberName("node-down")] NodeDown,
}

/// <summary>A rule as an operator configures it.</summary>
public sealed record AlertRuleConfig(string Name, AlertCondition Condition, AlertSeverity Severity, bool On)
{
    /// <summary>How long it must hold before it fires.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How long it must not hold before it is resolved.</summary>
    public TimeSpan ClearAfter { get; init; }

    public double? Threshold { get; init; }

    /// <summary>The time that errors or starts are counted over.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How often those who were told are told again, until somebody acknowledges it; null: never.</summary>
    public TimeSpan? RepeatEvery { get; init; }

    /// <summary>input, output or node; empty: whatever the condition is about.</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>Only inputs and outputs with all of these.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The ids of those who are told; empty: every channel.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    public bool Equals(AlertRuleConfig? other) => other is not null
        && (Name, Condition, Severity, On, For, ClearAfter) == (other.Name, other.Condition, other.Severity, other.On, other.For, other.ClearAfter)
        && (Threshold, Within, RepeatEvery) == (other.Threshold, other.Within, other.RepeatEvery)
        && Subjects.SequenceEqual(other.Subjects) && Channels.SequenceEqual(other.Channels) && Labels.SequenceEqual(other.Labels);

    public override int GetHashCode() => HashCode.Combine(Name, Condition, On);
}

public sealed record AlertRuleState(AlertRuleConfig? Config)
{
    public static readonly AlertRuleState None = new((AlertRuleConfig?)null);
}

/// <summary>A rule has nothing in memory that is not stored.</summary>
public sealed record AlertRuleLive
{
    public static readonly AlertRuleLive None = new();
}
