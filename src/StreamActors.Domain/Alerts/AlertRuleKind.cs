using System.Text.Json.Serialization;
using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>Registers alert rules: the entity kind and its stored names.</summary>
public static class AlertRuleKind
{
    public static EntityKind Kind => new(AlertRuleId.Kind, new AlertRuleDecider());

    public static Vocabulary AddAlertRules(this Vocabulary vocabulary) => vocabulary
        .Add("alert-rule-create", 1, static () => AlertRuleJson.Default.CreateAlertRule)
        .Add("alert-rule-edit", 1, static () => AlertRuleJson.Default.EditAlertRule)
        .Add("alert-rule-remove", 1, static () => AlertRuleJson.Default.RemoveAlertRule)
        .Add("alert-rule-created", 1, static () => AlertRuleJson.Default.AlertRuleCreated)
        .Add("alert-rule-edited", 1, static () => AlertRuleJson.Default.AlertRuleEdited)
        .Add("alert-rule-removed", 1, static () => AlertRuleJson.Default.AlertRuleRemoved)
        .Add("alert-rule-order", 1, static () => AlertRuleJson.Default.AlertRuleState)
        .Add("alert-rule-live", 1, static () => AlertRuleJson.Default.AlertRuleLive);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateAlertRule))]
[JsonSerializable(typeof(EditAlertRule))]
[JsonSerializable(typeof(RemoveAlertRule))]
[JsonSerializable(typeof(AlertRuleCreated))]
[JsonSerializable(typeof(AlertRuleEdited))]
[JsonSerializable(typeof(AlertRuleRemoved))]
[JsonSerializable(typeof(AlertRuleState))]
[JsonSerializable(typeof(AlertRuleLive))]
internal sealed partial class AlertRuleJson : JsonSerializerContext;
