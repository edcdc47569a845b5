using System.Collections.Immutable;

namespace StreamActors.Domain.Access;

/// <summary>An API key as it was issued.</summary>
/// <param name="Scopes">
/// The resources it may be used for (inputs, outputs, …), of a reader the ids of inputs; empty: everything its role allows.
/// </param>
/// <param name="Expires">Null: never.</param>
/// <param name="Hash">A keyed hash of the whole key: the journal alone does not reveal the key.</param>
public sealed record KeyConfig(string Name, Role Role, ImmutableArray<string> Scopes, DateTimeOffset? Expires, string Hash)
{
    public bool Equals(KeyConfig? other) => other is not null
        && (Name, Role, Expires, Hash) == (other.Name, other.Role, other.Expires, other.Hash)
        && Scopes.SequenceEqual(other.Scopes, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Name, Role, Hash);
}

/// <summary>A key is issued once; revocation is final.</summary>
public sealed record KeyState(KeyConfig? Config, bool Revoked)
{
    public static readonly KeyState None = new(null, false);
}

/// <summary>A key has no in-memory state.</summary>
public sealed record KeyLive
{
    public static readonly KeyLive None = new();
}
