using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>An output's id: one word, since its workload's id is made from it.</summary>
public readonly record struct OutputId(string Value)
{
    public const string Kind = "output";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
