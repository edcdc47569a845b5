using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>A rule's id: one word, since its alerts' ids are made from it.</summary>
public readonly record struct AlertRuleId(string Value)
{
    public const string Kind = "alert-rule";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~') && value != AlertId.AnyRule;
}
