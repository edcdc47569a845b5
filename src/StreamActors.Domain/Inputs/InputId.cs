using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

/// <summary>The id of an input: a single part, since ids of workloads and cells contain it.</summary>
public readonly record struct InputId(string Value)
{
    public const string Kind = "input";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
