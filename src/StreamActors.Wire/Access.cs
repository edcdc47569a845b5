namespace StreamActors.Wire;

/// <summary>A key as it is asked for.</summary>
public sealed record KeyDraft
{
    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>viewer, operator, editor or admin.</summary>
    public required string Role { get; init; }

    /// <summary>The first parts of the paths it may use, such as inputs and outputs; everything its role may where it is absent.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>From when on it is not taken any more; never where it is absent.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>A key, without what makes it one.</summary>
public sealed record KeyView(string Id, string Name, string Role, IReadOnlyList<string> Scopes, DateTimeOffset Created, DateTimeOffset? Expires, bool Revoked);

/// <summary>A key, this once in full.</summary>
/// <param name="Key">To be sent as X-API-Key; null where the request is a repeated one, since it is stored nowhere.</param>
public sealed record KeyIssuedView(string Id, string? Key, KeyView Issued);

/// <summary>A user as it is sent. An edit (PATCH) may change role, disabled and password.</summary>
public sealed record UserDraft
{
    /// <summary>Small letters, digits and hyphens, 63 at most. For life.</summary>
    public required string Id { get; init; }

    /// <summary>viewer, operator, editor or admin.</summary>
    public required string Role { get; init; }

    /// <summary>12 to 200 characters. Never shown.</summary>
    public string? Password { get; init; }

    /// <summary>Keeps the name and can do nothing.</summary>
    public bool? Disabled { get; init; }
}

public sealed record UserView(string Id, string Role, bool Disabled, DateTimeOffset Created, long Version);

public sealed record LoginDraft
{
    public required string User { get; init; }

    public required string Password { get; init; }
}

/// <summary>A session: 24 hours, to be renewed until the login is 30 days old.</summary>
/// <param name="Token">To be sent as Authorization: Bearer.</param>
public sealed record SessionView(string Token, DateTimeOffset Expires, string User, string Role);

/// <summary>What sessions are signed with: the names of keys, which stand in each token, never the keys.</summary>
/// <param name="Before">The one before, where its tokens are still taken.</param>
/// <param name="BeforeUntil">From then on they are not.</param>
public sealed record SigningView(string Key, string? Before, DateTimeOffset? BeforeUntil);

public sealed record PasswordDraft
{
    /// <summary>The one that was.</summary>
    public required string Old { get; init; }

    /// <summary>The one to be: 12 to 200 characters.</summary>
    public required string Password { get; init; }
}

/// <summary>Who one is here.</summary>
/// <param name="Who">key:ID, user:ID or local.</param>
public sealed record PrincipalView(string Who, string Role, IReadOnlyList<string> Scopes);
