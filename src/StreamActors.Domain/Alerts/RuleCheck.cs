using System.Globalization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The rules for an alert rule, by its condition.</summary>
public static class RuleCheck
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string[] Nodes = ["node"];
    private static readonly string[] Inputs = ["input"];
    private static readonly string[] Outputs = ["output"];
    private static readonly string[] Streams = ["input", "output"];

    /// <summary>The unit and range of a threshold; null when the condition has none.</summary>
    public static (string Of, double Least, double Most)? Threshold(AlertCondition condition) => condition switch
    {
        AlertCondition.Flapping => ("starts", 2, 1000),
        AlertCondition.BitrateLow => ("bits per second", 1, 10_000_000_000),
        AlertCondition.CcErrors => ("errors", 1, 1_000_000_000),
        AlertCondition.DiskLow => ("percent free", 0.1, 99.9),
        _ => null,
    };

    public static bool CountsWithin(AlertCondition condition) => condition is AlertCondition.Flapping or AlertCondition.CcErrors;

    /// <summary>The subjects a condition applies to.</summary>
    public static IReadOnlyList<string> Subjects(AlertCondition condition) => condition switch
    {
        AlertCondition.DiskLow or AlertCondition.NodeDown => Nodes,
        AlertCondition.CcErrors or AlertCondition.TwoSenders => Inputs,
        AlertCondition.Slow => Outputs,
        _ => Streams,
    };

    public static IEnumerable<FieldFault> Faults(AlertRuleConfig c)
    {
        foreach (var fault in ConfigRules.Check(c.Name, c.Labels, ConfigRules.MinStallAfter))
            yield return fault;
        foreach (var (field, time) in (ValueTuple<string, TimeSpan>[])[("for", c.For), ("clear-after", c.ClearAfter)])
        {
            if (time < TimeSpan.Zero || time > Day)
                yield return new FieldFault(field, $"{time}", "0s to 1d");
        }
        if (c.RepeatEvery is { } repeat && (repeat < TimeSpan.FromMinutes(1) || repeat > TimeSpan.FromDays(30)))
            yield return new FieldFault("repeat-every", $"{repeat}", "1m to 30d, or empty to send it once");
        if (c.Within is null == CountsWithin(c.Condition) || (c.Within is { } within && (within < TimeSpan.FromSeconds(1) || within > Day)))
            yield return new FieldFault("within", $"{c.Within}",
                CountsWithin(c.Condition) ? "the counting window: 1s to 1d" : "This condition counts nothing: leave the field out.");
        if (ThresholdFault(c) is { } threshold)
            yield return threshold;
        var subjects = Subjects(c.Condition);
        foreach (var subject in c.Subjects.Where(s => !subjects.Contains(s, StringComparer.Ordinal)))
            yield return new FieldFault("subjects", subject, $"{string.Join(" or ", subjects)}, or empty for all");
        if (c.Labels.Count > 0 && subjects.Contains("node", StringComparer.Ordinal))
            yield return new FieldFault("labels", $"{c.Labels.Count} labels", "Nodes have no labels: leave the field out.");
        foreach (var channel in c.Channels.Where(ch => !ChannelId.IsWellFormed(ch)))
            yield return new FieldFault("channels", channel, "ids of channels, or empty for all");
    }

    private static FieldFault? ThresholdFault(AlertRuleConfig c) => (Threshold(c.Condition), c.Threshold) switch
    {
        (null, null) => null,
        (null, { } value) => new FieldFault("threshold", value.ToString(CultureInfo.InvariantCulture),
            "This condition has no threshold: leave the field out."),
        ({ } t, { } value) when value >= t.Least && value <= t.Most => null,
        ({ } t, var value) => new FieldFault("threshold", value?.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{t.Least} to {t.Most} {t.Of}")),
    };
}
