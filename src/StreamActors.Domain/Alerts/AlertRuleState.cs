using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace StreamActors.Domain.Alerts;

/// <summary>The condition of a rule. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertCondition>))]
public enum AlertCondition
{
    /// <summary>Parked: no more retries without an operator.</summary>
    [JsonStringEnumMemberName("parked")] Parked,

    /// <summary>Started at least as often as the threshold within the time.</summary>
    [JsonStringEnumMemberName("flapping")] Flapping,

    /// <summary>Running, but no media moves.</summary>
    [JsonStringEnumMemberName("stalled")] Stalled,

    /// <summary>Switched on and trying, but not on air.</summary>
    [JsonStringEnumMemberName("off-air")] OffAir,

    /// <summary>On air, but the destination takes less than the stream's bit rate.</summary>
    [JsonStringEnumMemberName("slow")] Slow,

    /// <summary>On air with a bit rate below the threshold.</summary>
    [JsonStringEnumMemberName("bitrate-low")] BitrateLow,

    /// <summary>At least as many continuity counter errors as the threshold within the time.</summary>
    [JsonStringEnumMemberName("cc-errors")] CcErrors,

    /// <summary>Several senders use the same port of an input.</summary>
    [JsonStringEnumMemberName("two-senders")] TwoSenders,

    /// <summary>Free space on the data folder's disk is below the threshold, in percent.</summary>
    [JsonStringEnumMemberName("disk-low")] DiskLow,

    /// <summary>A node disappeared without leaving the cluster.</summary>
    [JsonStringEnumMemberName("node-down")] NodeDown,
}

/// <summary>A rule as an operator configures it.</summary>
public sealed record AlertRuleConfig(string Name, AlertCondition Condition, AlertSeverity Severity, bool On)
{
    /// <summary>How long the condition must hold before the alert fires.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How long the condition must not hold before the alert is resolved.</summary>
    public TimeSpan ClearAfter { get; init; }

    public double? Threshold { get; init; }

    /// <summary>The window in which errors or starts are counted.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How often a firing alert is sent again until it is acknowledged; null: never.</summary>
    public TimeSpan? RepeatEvery { get; init; }

    /// <summary>input, output or node; empty: every subject of the condition.</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>Only inputs and outputs with all of these labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The ids of the channels to notify; empty: all.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    public bool Equals(AlertRuleConfig? other) => other is not null
        && (Name, Condition, Severity, On, For, ClearAfter)
        == (other.Name, other.Condition, other.Severity, other.On, other.For, other.ClearAfter)
        && (Threshold, Within, RepeatEvery) == (other.Threshold, other.Within, other.RepeatEvery)
        && Subjects.SequenceEqual(other.Subjects) && Channels.SequenceEqual(other.Channels) && Labels.SequenceEqual(other.Labels);

    public override int GetHashCode() => HashCode.Combine(Name, Condition, On);
}

public sealed record AlertRuleState(AlertRuleConfig? Config)
{
    public static readonly AlertRuleState None = new((AlertRuleConfig?)null);
}

/// <summary>A rule has no in-memory state.</summary>
public sealed record AlertRuleLive
{
    public static readonly AlertRuleLive None = new();
}
