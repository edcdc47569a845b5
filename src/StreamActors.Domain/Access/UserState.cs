using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Somebody who logs in.</summary>
/// <param name="Password">The Argon2id hash of the password, sealed: it is shown nowhere, the timeline included.</param>
/// <param name="SessionsFrom">Tokens from before are not taken any more.</param>
public sealed record UserState(Role Role, bool Disabled, SealedSecret? Password, DateTimeOffset SessionsFrom)
{
    public static readonly UserState None = new(Role.Viewer, false, null, default);

    public bool IsThere => Password is not null;
}

/// <summary>A user has nothing in memory that is not stored.</summary>
public sealed record UserLive
{
    public static readonly UserLive None = new();
}
