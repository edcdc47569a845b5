using System.Globalization;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;

namespace StreamActors.Control;

/// <summary>Evaluates a rule's condition for a subject. Pure; the past is in <see cref="Recollection"/>.</summary>
internal static class Conditions
{
    public static IEnumerable<string> Kinds(AlertRuleConfig rule) => rule.Subjects.Length > 0 ? rule.Subjects.Distinct(StringComparer.Ordinal) : RuleCheck.Subjects(rule.Condition);

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

    public static Verdict Weigh(AlertRuleConfig rule, Subject s, Recollection past, DateTimeOffset now) => rule.Condition switch
    {
        AlertCondition.DiskLow => Disk(rule, s),
        AlertCondition.NodeDown => Node(s),
        _ when !s.On => Verdict.No,
        AlertCondition.Flapping => Starts(rule, s, past, now),
        AlertCondition.CcErrors => Errors(rule, s, past, now),
        _ when s.Phase is null => Verdict.NotKnown,
        AlertCondition.Parked when s.Class == ErrorClass.Ended => Verdict.No, // played to its end, as intended
        AlertCondition.Parked => In(s, "is parked", Phase.Parked),
        AlertCondition.Stalled => In(s, "is stalled: no media moves", Phase.Stalled),
        AlertCondition.Slow => In(s, "is slow", Phase.Slow),
        AlertCondition.TwoSenders => s.Senders.Count > 1 ? Verdict.Yes($"{s.Id}:{Together(s)} Their streams destroy each other: stop all but one.") : Verdict.No,
        AlertCondition.OffAir => OffAir(s),
        AlertCondition.BitrateLow => Bitrate(rule, s),
        _ => throw new InvalidOperationException($"{rule.Condition} is not weighed here."),
    };

    private static Verdict In(Subject s, string words, Phase phase) => s.Phase == phase ? Verdict.Yes($"{s.Id} {words}.{Because(s)}", s.Since) : Verdict.No;

    /// <summary>
    /// Phases change while it retries, so the time counts from when this was first seen. Waiting for an input or a publisher is a normal
    /// state.
    /// </summary>
    private static Verdict OffAir(Subject s) => s.Phase is Phase.Starting or Phase.Stalled or Phase.BackingOff ? Verdict.Yes($"{s.Id} is ordered on but not on air.{Because(s)}") : Verdict.No;

    private static Verdict Bitrate(AlertRuleConfig rule, Subject s) => (s.Phase, s.BitsPerSecond) switch
    {
        (not (Phase.OnAir or Phase.Slow), _) => Verdict.No,
        (_, null) => Verdict.NotKnown,
        (_, { } bits) => bits < rule.Threshold ? Verdict.Yes(string.Create(CultureInfo.InvariantCulture, $"The bit rate of {s.Id} is {bits} bit/s, below {rule.Threshold}.")) : Verdict.No,
    };

    private static Verdict Disk(AlertRuleConfig rule, Subject s) => s.DiskFreePercent switch
    {
        null => Verdict.NotKnown,
        { } free => free < rule.Threshold ? Verdict.Yes(string.Create(CultureInfo.InvariantCulture, $"{s.Id} has {free:0.#} % of its disk free, below {rule.Threshold} %.")) : Verdict.No,
    };

    private static Verdict Node(Subject s) => s.IsUp switch
    {
        null => Verdict.NotKnown,
        true => Verdict.No,
        false => Verdict.Yes($"{s.Id} is down.{Because(s)}", s.Since),
    };

    private static Verdict Starts(AlertRuleConfig rule, Subject s, Recollection past, DateTimeOffset now) => past.Starts(s.Id, now - rule.Within!.Value) is var count && count >= rule.Threshold
        ? Verdict.Yes($"{s.Id} was started {count} times within {Words.Span(rule.Within.Value)}.{Because(s)}")
        : TooFew(rule, past, now);

    private static Verdict Errors(AlertRuleConfig rule, Subject s, Recollection past, DateTimeOffset now) => past.Errors(s.Id, now - rule.Within!.Value) is var count && count >= rule.Threshold
        ? Verdict.Yes($"{s.Id} has {count} continuity counter errors within {Words.Span(rule.Within.Value)}.{Together(s)}")
        : TooFew(rule, past, now);

    /// <summary>Unknown while the observation period is shorter than the rule's window.</summary>
    private static Verdict TooFew(AlertRuleConfig rule, Recollection past, DateTimeOffset now) => now - past.Began < rule.Within ? Verdict.NotKnown : Verdict.No;

    private static string Together(Subject s) => s.Senders.Count > 0 ? $" {s.Senders.Count} senders use its port at the same time: {string.Join(", ", s.Senders)}." : "";

    private static string Because(Subject s) => s.Reason.Length == 0 ? "" : $" {(s.Reason.EndsWith('.') ? s.Reason : s.Reason + ".")}";
}
