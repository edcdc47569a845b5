namespace StreamActors.Wire;

/// <summary>A request for an API key.</summary>
public sealed record KeyDraft
{
    /// <summary>What the key is for.</summary>
    public required string Name { get; init; }

    /// <summary>reader, viewer, operator, editor or admin.</summary>
    public required string Role { get; init; }

    /// <summary>
    /// The first path segments the key may use, such as inputs and outputs; of a reader, the ids of the inputs whose streams it may take.
    /// Default: everything its role allows.
    /// </summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When the key expires. Default: never.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>An API key, without its secret.</summary>
public sealed record KeyView(string Id, string Name, string Role, IReadOnlyList<string> Scopes, DateTimeOffset Created,
    DateTimeOffset? Expires, bool Revoked);

/// <summary>A new API key; the only response that contains the key itself.</summary>
/// <param name="Key">Sent as X-API-Key. Null in the answer to a repeated request: the key is not stored.</param>
public sealed record KeyIssuedView(string Id, string? Key, KeyView Issued);

/// <summary>A user as it is sent. PATCH can change role, disabled and password.</summary>
public sealed record UserDraft
{
    /// <summary>1 to 63 lower-case letters, digits and hyphens. Cannot change.</summary>
    public required string Id { get; init; }

    /// <summary>viewer, operator, editor or admin.</summary>
    public required string Role { get; init; }

    /// <summary>12 to 200 characters. Never shown.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the user is kept but may not log in or do anything.</summary>
    public bool? Disabled { get; init; }
}

public sealed record UserView(string Id, string Role, bool Disabled, DateTimeOffset Created, long Version);

public sealed record LoginDraft
{
    public required string User { get; init; }

    public required string Password { get; init; }

    /// <summary>
    /// Whether the session is given as a cookie that scripts cannot read, and not in the response. Requests other than GET then need the
    /// header X-Requested-With.
    /// </summary>
    public bool? Cookie { get; init; }
}

/// <summary>The one-time link that the server printed when it started.</summary>
public sealed record SignInLinkDraft
{
    /// <summary>The text after #link= in the link.</summary>
    public required string Code { get; init; }

    /// <summary>As for a login.</summary>
    public bool? Cookie { get; init; }
}

/// <summary>A login session: valid for 24 hours, renewable until 30 days after the login.</summary>
/// <param name="Token">Sent as Authorization: Bearer; null when the session is in the cookie.</param>
public sealed record SessionView(string? Token, DateTimeOffset Expires, string User, string Role);

/// <summary>The keys that sign session tokens, by name; the keys themselves are not shown.</summary>
/// <param name="Before">The previous key, while its tokens are still valid.</param>
/// <param name="BeforeUntil">When tokens of the previous key stop being valid.</param>
public sealed record SigningView(string Key, string? Before, DateTimeOffset? BeforeUntil);

public sealed record PasswordDraft
{
    /// <summary>The current password; empty where the user has none yet.</summary>
    public required string Old { get; init; }

    /// <summary>The new password: 12 to 200 characters.</summary>
    public required string Password { get; init; }
}

/// <summary>The caller.</summary>
/// <param name="Who">key:ID, user:ID or local.</param>
/// <param name="Expires">When the credentials expire; null if never.</param>
/// <param name="NeedsPassword">The user signed in with the link of the first start, and has no password yet: me/password sets one.</param>
public sealed record PrincipalView(
    string Who, string Role, IReadOnlyList<string> Scopes, DateTimeOffset? Expires = null, bool NeedsPassword = false);
