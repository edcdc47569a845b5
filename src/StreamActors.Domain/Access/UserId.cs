using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>The login name of a user.</summary>
public readonly record struct UserId(string Value)
{
    public const string Kind = "user";

    public EntityId EntityId => new(Kind, Value);

    public static bool IsWellFormed(string value) => EntityId.IsWellFormed(value) && !value.Contains('~');
}
