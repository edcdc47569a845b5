using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Alerts;

public sealed class AlertRuleSpecs
{
    private static readonly AlertRuleConfig Low = ShippedRules.All["bitrate-low"];

    private static Scenario Rule(params IReadOnlyList<Happening> given) => new(AlertRuleKind.Kind, new AlertRuleId("low").EntityId, given);

    [Fact]
    public void A_rule_is_created_edited_and_removed()
    {
        Rule().When(new CreateAlertRule(Low)).Then(new AlertRuleCreated(Low));
        Rule(new AlertRuleCreated(Low)).When(new EditAlertRule(Low with { Threshold = 7 }))
            .Then(new AlertRuleEdited(Low with { Threshold = 7 }));
        Rule(new AlertRuleCreated(Low)).When(new CreateAlertRule(Low with { Threshold = 7 })).ThenRefused("exists");
        Rule(new AlertRuleCreated(Low)).When(new RemoveAlertRule()).Then(new AlertRuleRemoved(Low));
        Rule().When(new EditAlertRule(Low)).ThenRefused("not-found");
        Rule().When(new RemoveAlertRule()).Then();
    }

    [Fact]
    public void Every_rule_that_comes_with_the_program_is_sound_and_there_is_one_for_each_condition()
    {
        foreach (var (id, rule) in ShippedRules.All)
        {
            RuleCheck.Faults(rule).ShouldBeEmpty(id);
            AlertRuleId.IsWellFormed(id).ShouldBeTrue();
        }
        ShippedRules.All.Values.Select(r => r.Condition).ShouldBe(Enum.GetValues<AlertCondition>(), ignoreOrder: true);
    }

    [Fact]
    public void What_a_condition_does_not_know_is_refused_and_not_ignored()
    {
        var parked = ShippedRules.All["parked"];
        Rule().When(new CreateAlertRule(parked with { Threshold = 1, Within = TimeSpan.FromMinutes(1), Subjects = ["node"],
            For = TimeSpan.FromDays(2), Channels = ["Not one"], RepeatEvery = TimeSpan.FromSeconds(1), Name = " " }))
            .ThenRefused("invalid").Fields.Select(f => f.Field)
            .ShouldBe(["name", "for", "repeat-every", "within", "threshold", "subjects", "channels"]);
        Rule().When(new CreateAlertRule(ShippedRules.All["disk-low"] with { Labels = Low.Labels.Add("team", "news"), Threshold = 100 }))
            .ThenRefused("invalid").Fields.Select(f => f.Field).ShouldBe(["threshold", "labels"]);
        Rule().When(new CreateAlertRule(ShippedRules.All["flapping"] with { Within = null }))
            .ThenRefused("invalid").Fields.Select(f => f.Field).ShouldBe(["within"]);
    }

    [Fact]
    public void No_rule_can_be_called_as_all_of_them_are() => AlertRuleId.IsWellFormed(AlertId.AnyRule).ShouldBeFalse();
}
