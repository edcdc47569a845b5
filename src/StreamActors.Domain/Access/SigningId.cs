using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>The key that signs session tokens. There is only one, shared by all nodes.</summary>
public readonly record struct SigningId
{
    public const string Kind = "signing";

    public static EntityId Tokens => new(Kind, "tokens");
}
