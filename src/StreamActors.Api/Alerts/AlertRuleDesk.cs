using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>From what an operator sends to a stored rule. One that comes with the program is stored when it is first edited.</summary>
internal sealed class AlertRuleDesk(IEntities entities, Quota quota)
{
    public async Task<(EntityId Id, Reply Reply)> Create(AlertRuleDraft draft, CommandId command, Origin origin)
    {
        foreach (var id in Ids.For(draft.Id, draft.Name, "rule"))
        {
            var (config, faults) = AlertRuleShown.Read(draft, id);
            if (faults.Count > 0)
                return (default, new Refused(Faulty.Refusal("rule", faults)));
            var rule = new AlertRuleId(id).EntityId;
            var reply = ShippedRules.All.ContainsKey(id) && (await entities.Read(rule)).Order is AlertRuleState { Config: null }
                ? new Refused(new Refusal("exists", $"The rule '{id}' comes with the program: edit it, or choose another id."))
                : await Create(rule, config, CommandId.Of($"{command}|{rule}"), origin);
            if (draft.Id is not null || reply is not Refused { Refusal.Code: "exists" })
                return (rule, reply);
        }
        return (default, new Refused(Faulty.NoFreeId));
    }

    public async Task<(EntityId Id, Reply Reply)> Edit(string id, JsonElement patch, long? expected, CommandId command, Origin origin)
    {
        var rule = new AlertRuleId(id).EntityId;
        var reading = await entities.Read(rule);
        if (reading.Failure is { } failure)
            return (rule, failure);
        var stored = (reading.Order as AlertRuleState)?.Config;
        if ((stored ?? ShippedRules.All.GetValueOrDefault(id)) is not { } before)
            return (rule, new Refused(Faulty.NotFound("rule", id)));
        var (draft, wrong) = MergePatch.Over(AlertRuleShown.Draft(id, before), patch, WireJson.Plain.AlertRuleDraft);
        if (draft is null)
            return (rule, new Refused(Faulty.Refusal("rule", wrong)));
        var (config, faults) = AlertRuleShown.Read(draft, id);
        faults.AddRange(Ids.Kept(id, draft.Id));
        if (faults.Count > 0)
            return (rule, new Refused(Faulty.Refusal("rule", faults)));
        var version = expected ?? reading.Version;
        return (rule, stored is null
            ? await entities.Ask(rule, new CreateAlertRule(config) { Origin = origin }, command, version)
            : await Restore(rule, config, version, command, origin));
    }

    public async Task<Reply> Restore(EntityId rule, AlertRuleConfig config, long version, CommandId command, Origin origin) =>
        await entities.Ask(rule, new EditAlertRule(config) { Origin = origin }, command, version);

    public async Task<Reply> Create(EntityId rule, AlertRuleConfig config, CommandId command, Origin origin) =>
        quota.Of(rule) is { } full ? new Refused(full) : await entities.Ask(rule, new CreateAlertRule(config) { Origin = origin }, command);
}
