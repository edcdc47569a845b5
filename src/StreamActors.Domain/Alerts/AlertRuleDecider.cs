using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed class AlertRuleDecider : Decider<AlertRuleState, AlertRuleLive>
{
    public override AlertRuleState NoOrder => AlertRuleState.None;

    public override AlertRuleLive NoLive => AlertRuleLive.None;

    public override Decision Decide(AlertRuleState order, AlertRuleLive live, Command command) => (command, order.Config) switch
    {
        (CreateAlertRule c, null) => Checked(c.Config, new AlertRuleCreated(c.Config)),
        (CreateAlertRule c, { } config) =>
            config == c.Config ? Decision.Nothing : Decision.Refuse("exists", "This rule exists already: edit it, or choose another id."),
        (RemoveAlertRule, null) => Decision.Nothing,
        (_, null) => Decision.Refuse("not-found", "There is no alert rule with this id."),
        (EditAlertRule c, { } config) => c.Config == config ? Decision.Nothing : Checked(c.Config, new AlertRuleEdited(c.Config)),
        (RemoveAlertRule, { } config) => Decision.Store(new AlertRuleRemoved(config)),
        _ => throw Unknown(command),
    };

    public override AlertRuleState Evolve(AlertRuleState order, Event happened) => happened switch
    {
        AlertRuleCreated e => new AlertRuleState(e.Config),
        AlertRuleEdited e => new AlertRuleState(e.Config),
        AlertRuleRemoved => AlertRuleState.None,
        _ => throw Unknown(happened),
    };

    private static Decision Checked(AlertRuleConfig config, Event sound)
    {
        FieldFault[] faults = [.. RuleCheck.Faults(config)];
        return faults.Length == 0 ? Decision.Store(sound)
            : Decision.Refuse("invalid", $"Fields of the rule that are invalid: {faults.Length}.", faults);
    }
}
