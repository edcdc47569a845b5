using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>The public part of an API key.</summary>
public readonly record struct KeyId(string Value)
{
    public const string Kind = "key";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
