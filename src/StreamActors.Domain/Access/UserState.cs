using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <param name="Password">The Argon2id hash of the password, sealed, so that it appears nowhere, not even in the timeline.</param>
/// <param name="SessionsFrom">When all sessions were last ended.</param>
public sealed record UserState(Role Role, bool Disabled, SealedSecret? Password, DateTimeOffset SessionsFrom)
{
    public static readonly UserState None = new(Role.Viewer, false, null, default);

    /// <summary>
    /// How often all sessions were ended; a token is valid only with the current number. Times cannot be compared for this: the wall
    /// clock may be set back, and other nodes have their own.
    /// </summary>
    public int Endings { get; init; }

    public bool IsThere => Password is not null;
}

/// <summary>A user has no in-memory state.</summary>
public sealed record UserLive
{
    public static readonly UserLive None = new();
}
