using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>What the house signs session tokens with: there is one of it, and all nodes share it.</summary>
public readonly record struct SigningId
{
    public const string Kind = "signing";

    public static EntityId Tokens => new(Kind, "tokens");
}
