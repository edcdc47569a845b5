using System.Text.Json;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>Alert rules claim nothing. A built-in rule is stored on its first edit.</summary>
public sealed class AlertRuleEditor(IEntities entities, Catalogue catalogue, KeyedLock keyedLock, Quota quota)
    : ConfigEditor<AlertRuleDraft, AlertRuleConfig, AlertRuleConfig>("rule", AlertRuleId.Kind, WireJson.Plain.AlertRuleDraft, entities,
    catalogue, keyedLock, quota)
{
    protected override (AlertRuleConfig Form, IReadOnlyList<FieldFault> Faults) Read(AlertRuleDraft draft, string id,
        AlertRuleConfig? before, JsonElement? patch) => AlertRuleMapping.Read(draft, id);

    protected override AlertRuleConfig? Existing(string id, object order) =>
        ((AlertRuleState)order).Config ?? ShippedRules.All.GetValueOrDefault(id);

    protected override AlertRuleDraft Draft(string id, AlertRuleConfig config) => AlertRuleMapping.Draft(id, config);

    protected override AlertRuleConfig Form(AlertRuleConfig config) => config;

    protected override Task<bool> IsSame(AlertRuleConfig form, AlertRuleConfig before) => Task.FromResult(form == before);

    /// <summary>A built-in rule exists even if nothing of it is stored.</summary>
    protected override async Task<Reply> Make(EntityId entity, AlertRuleConfig form, CommandContext commandContext) =>
        ShippedRules.All.ContainsKey(entity.Id) && (await Entities.Read(entity)).Order is AlertRuleState { Config: null }
            ? new Refused(new Refusal("exists", $"'{entity.Id}' is a built-in rule: edit it, or choose another id."))
            : await MakeAnew(entity, form, commandContext);

    protected override async Task<Reply> MakeAnew(EntityId entity, AlertRuleConfig form, CommandContext commandContext) =>
        Quota.Of(entity) is { } full ? new Refused(full)
        : await Entities.Ask(entity, new CreateAlertRule(form) { Origin = commandContext.Origin }, commandContext.Command);

    /// <summary>A rule claims nothing exclusive: the same request again returns the existing rule.</summary>
    protected override Reply Made(Reply reply) => reply;

    protected override async Task<Reply> Change(EntityId entity, AlertRuleConfig form, long version, CommandContext commandContext) =>
        await Entities.Ask(entity, new EditAlertRule(form) { Origin = commandContext.Origin }, commandContext.Command, version);

    protected override async Task<Reply> Change(EntityId entity, AlertRuleConfig form, Reading reading, long? expected,
        CommandContext commandContext) => reading.Order is AlertRuleState { Config: null }
        ? await Entities.Ask(entity, new CreateAlertRule(form) { Origin = commandContext.Origin }, commandContext.Command,
        expected ?? reading.Version)
        : await base.Change(entity, form, reading, expected, commandContext);
}
