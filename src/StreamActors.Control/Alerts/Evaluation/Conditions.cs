using System.Globalization;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;

namespace StreamActors.Control;

/// <summary>Evaluates a rule's condition for a subject. Pure; the past is in <see cref="OccurrenceWindow"/>.</summary>
internal static class Conditions
{
    public static IEnumerable<string> Kinds(AlertRuleConfig rule) =>
        rule.Subjects.Length > 0 ? rule.Subjects.Distinct(StringComparer.Ordinal) : RuleCheck.Subjects(rule.Condition);

    /// <summary>Whether the rule applies to a subject: its kind and labels match.</summary>
    public static bool Concerns(AlertRuleConfig rule, Subject subject)
    {
        if (rule.Labels.IsEmpty)
            return true;
        foreach (var (name, value) in rule.Labels)
        {
            if (!subject.Labels.TryGetValue(name, out var has) || has != value)
                return false;
        }
        return true;
    }

    public static ConditionResult Evaluate(AlertRuleConfig rule, Subject s, OccurrenceWindow window, DateTimeOffset now) =>
        rule.Condition switch
    {
        AlertCondition.DiskLow => Disk(rule, s),
        AlertCondition.NodeDown => Node(s),
        _ when !s.On => ConditionResult.No,
        AlertCondition.Flapping => Starts(rule, s, window, now),
        AlertCondition.CcErrors => Errors(rule, s, window, now),
        _ when s.Phase is null => ConditionResult.NotKnown,
        AlertCondition.Parked when s.Class == ErrorClass.Ended => ConditionResult.No, // played to its end, as intended
        AlertCondition.Parked => In(s, "is parked", Phase.Parked),
        AlertCondition.Stalled => In(s, "is stalled: no media moves", Phase.Stalled),
        AlertCondition.Slow => In(s, "is slow", Phase.Slow),
        AlertCondition.TwoSenders => s.Senders.Count > 1 ? ConditionResult.Yes(
            $"{s.Id}:{Together(s)} Their streams destroy each other: stop all but one.") : ConditionResult.No,
        AlertCondition.OffAir => OffAir(s),
        AlertCondition.BitrateLow => Bitrate(rule, s),
        _ => throw new InvalidOperationException($"{rule.Condition} is not weighed here."),
    };

    private static ConditionResult In(Subject s, string words, Phase phase) =>
        s.Phase == phase ? ConditionResult.Yes($"{s.Id} {words}.{Because(s)}", s.Since) : ConditionResult.No;

    /// <summary>
    /// Phases change while it retries, so the time counts from when this was first seen. Waiting for an input or a publisher is a normal
    /// state.
    /// </summary>
    private static ConditionResult OffAir(Subject s) => s.Phase is Phase.Starting or Phase.Stalled or Phase.BackingOff
        ? ConditionResult.Yes($"{s.Id} is ordered on but not on air.{Because(s)}") : ConditionResult.No;

    private static ConditionResult Bitrate(AlertRuleConfig rule, Subject s) => (s.Phase, s.BitsPerSecond) switch
    {
        (not (Phase.OnAir or Phase.Slow), _) => ConditionResult.No,
        (_, null) => ConditionResult.NotKnown,
        (_, { } bits) => bits < rule.Threshold ? ConditionResult.Yes(string.Create(CultureInfo.InvariantCulture,
            $"The bit rate of {s.Id} is {bits} bit/s, below {rule.Threshold}.")) : ConditionResult.No,
    };

    private static ConditionResult Disk(AlertRuleConfig rule, Subject s) => s.DiskFreePercent switch
    {
        null => ConditionResult.NotKnown,
        { } free => free < rule.Threshold ? ConditionResult.Yes(string.Create(CultureInfo.InvariantCulture,
            $"{s.Id} has {free:0.#} % of its disk free, below {rule.Threshold} %.")) : ConditionResult.No,
    };

    private static ConditionResult Node(Subject s) => s.IsUp switch
    {
        null => ConditionResult.NotKnown,
        true => ConditionResult.No,
        false => ConditionResult.Yes($"{s.Id} is down.{Because(s)}", s.Since),
    };

    private static ConditionResult Starts(AlertRuleConfig rule, Subject s, OccurrenceWindow window, DateTimeOffset now) =>
        window.Starts(s.Id, now - rule.Within!.Value) is var count && count >= rule.Threshold
        ? ConditionResult.Yes($"{s.Id} was started {count} times within {Duration.Text(rule.Within.Value)}.{Because(s)}")
        : TooFew(rule, window, now);

    private static ConditionResult Errors(AlertRuleConfig rule, Subject s, OccurrenceWindow window, DateTimeOffset now) =>
        window.Errors(s.Id, now - rule.Within!.Value) is var count && count >= rule.Threshold
        ? ConditionResult.Yes($"{s.Id} has {count} continuity counter errors within {Duration.Text(rule.Within.Value)}.{Together(s)}")
        : TooFew(rule, window, now);

    /// <summary>Unknown while the observation period is shorter than the rule's window.</summary>
    private static ConditionResult TooFew(AlertRuleConfig rule, OccurrenceWindow window, DateTimeOffset now) =>
        now - window.Began < rule.Within ? ConditionResult.NotKnown : ConditionResult.No;

    private static string Together(Subject s) =>
        s.Senders.Count > 0 ? $" {s.Senders.Count} senders use its port at the same time: {string.Join(", ", s.Senders)}." : "";

    private static string Because(Subject s) => s.Reason.Length == 0 ? "" : $" {(s.Reason.EndsWith('.') ? s.Reason : s.Reason + ".")}";
}
