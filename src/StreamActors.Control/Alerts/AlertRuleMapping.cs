using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

public static class AlertRuleMapping
{
    public static AlertRuleView View(string id, AlertRuleConfig c, bool edited, int firing, long version) => new(
        id, c.Name, AlertTerms.Word(c.Condition), AlertTerms.Word(c.Severity), c.On, Duration.Text(c.For), Duration.Text(c.ClearAfter),
        c.Threshold, Text(c.Within), Text(c.RepeatEvery),
        c.Subjects, c.Labels, c.Channels, ShippedRules.All.ContainsKey(id), edited, firing, version);

    public static AlertRuleDraft Draft(string id, AlertRuleConfig c) => new()
    {
        Id = id,
        Name = c.Name,
        Condition = AlertTerms.Word(c.Condition),
        Severity = AlertTerms.Word(c.Severity),
        On = c.On,
        For = Duration.Text(c.For),
        ClearAfter = Duration.Text(c.ClearAfter),
        Threshold = c.Threshold,
        Within = Text(c.Within),
        RepeatEvery = Text(c.RepeatEvery),
        Subjects = c.Subjects,
        Labels = c.Labels,
        Channels = c.Channels,
    };

    public static (AlertRuleConfig Config, List<FieldFault> Faults) Read(AlertRuleDraft draft, string id)
    {
        List<FieldFault> faults = [.. Ids.Faults(id)];
        if (id == AlertId.AnyRule)
            faults.Add(new FieldFault("id", id, "another id; this one stands for all rules"));
        var condition = AlertTerms.Parse("condition", draft.Condition, AlertCondition.Parked, faults);
        var shipped = AlertTerms.Shipped(condition);
        var config = new AlertRuleConfig((draft.Name ?? id).Trim(), condition,
            AlertTerms.Parse("severity", draft.Severity, shipped.Severity, faults), draft.On ?? true)
        {
            For = AlertTerms.Time("for", draft.For, shipped.For, faults),
            ClearAfter = AlertTerms.Time("clearAfter", draft.ClearAfter, shipped.ClearAfter, faults),
            Threshold = draft.Threshold ?? shipped.Threshold,
            Within = AlertTerms.MaybeTime("within", draft.Within, faults) ?? shipped.Within,
            RepeatEvery = AlertTerms.MaybeTime("repeatEvery", draft.RepeatEvery, faults),
            Subjects = [.. draft.Subjects ?? []],
            Labels = draft.Labels?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            Channels = [.. draft.Channels ?? []],
        };
        faults.AddRange(RuleCheck.Faults(config).Where(f => id.Length > 0 || f.Field != "name"));
        return (config, faults);
    }

    private static string? Text(TimeSpan? time) => time is { } t ? Duration.Text(t) : null;
}
