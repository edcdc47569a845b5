using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

/// <summary>An input's id: one word, since the ids of its workloads and cells are made from it.</summary>
public readonly record struct InputId(string Value)
{
    public const string Kind = "input";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
