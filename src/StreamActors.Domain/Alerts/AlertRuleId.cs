using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The id of a rule: a single part, since alert ids contain it.</summary>
public readonly record struct AlertRuleId(string Value)
{
    public const string Kind = "alert-rule";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~') && value != AlertId.AnyRule;
}
