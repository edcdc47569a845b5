using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

/// <summary>Somebody who logs in.</summary>
/// <param name="Password">The Argon2id hash of the password, sealed: it is shown nowhere, the timeline included.</param>
/// <param name="SessionsFrom">When sessions were ended last.</param>
public sealed record UserState(Role Role, bool Disabled, SealedSecret? Password, DateTimeOffset SessionsFrom)
{
    public static readonly UserState None = new(Role.Viewer, false, null, default);

    /// <summary>
    /// How often sessions were ended: a token is taken while its number is this one. By their times one from before could be taken for
    /// one from after, where the wall clock was set back or is another node's.
    /// </summary>
    public int Endings { get; init; }

    public bool IsThere => Password is not null;
}

/// <summary>A user has nothing in memory that is not stored.</summary>
public sealed record UserLive
{
    public static readonly UserLive None = new();
}
