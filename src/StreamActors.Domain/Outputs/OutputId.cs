using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>The id of an output: a single part, since the id of its workload contains it.</summary>
public readonly record struct OutputId(string Value)
{
    public const string Kind = "output";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
