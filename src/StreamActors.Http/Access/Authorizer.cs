using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>Authenticates and authorizes every operation.</summary>
internal sealed class Authorizer(AuthorizerRules rules, LocalKey local, ApiKeys keys, Sessions sessions, Catalogue catalogue,
    RateLimits rateLimits)
{
    private const string KeyHeader = "X-API-Key";
    internal const string KeyParameter = "key";
    private const string SocketBearer = "bearer.";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <param name="scope">The first path segment, which a key may be limited to.</param>
    public async ValueTask<(Principal Principal, Outcome? Refused)> Admit(HttpContext http, Role? needs, string scope)
    {
        if (!IsOfHere(http))
            return (Principal.Anonymous, Outcome.Refused("forbidden", "Requests from other web sites are refused (http.allowed-origins).",
                new FieldFault("Origin", null, "this server's own origin, or one that http.allowed-origins names")));
        var isUnauthenticated = needs is null && !catalogue.Ready.IsCompletedSuccessfully; // liveness needs no authentication
        if (!isUnauthenticated && !await IsReady(http)) // keys and users are read from the journal first
            return (Principal.Anonymous, Outcome.Refused("unavailable", ReadRefusalText.NotReady));
        var position = catalogue.Position;
        var inCookie = !isUnauthenticated && InHeaders(http) is null && SessionCookie.Of(http) is not null;
        if (inCookie && needs is not null && !SessionCookie.MayChange(http))
            return (Principal.Anonymous, SessionCookie.WithoutHeader);
        // A browser sends its cookie to sign in anew, too: then it does not matter.
        var shown = isUnauthenticated || (inCookie && needs is null) ? null : Credentials(http);
        var known = shown is null ? Principal.Anonymous : await Known(shown, http.RequestAborted);
        // After valid credentials, which nobody can guess: anonymous clients behind a proxy must not lock out those with a key.
        var isCounted = known is null;
        if (isCounted && !rateLimits.MayTry(RateLimits.AddressKey(http)))
            return (Principal.Anonymous, RateLimits.TooManyGuesses);
        if (known is not null && !rateLimits.MayAsk(known.Role is null ? $"{known.Who} {RateLimits.AddressKey(http)}" : known.Who))
            return (known, Outcome.Refused(
                "too-many-requests", $"Request rate exceeded: {known.Who} may send {rules.RequestsPerSecond} requests a second. "
                + "Slow down, or raise http.requests-per-second."));
        // Only now is the database asked what other nodes have stored: the key may be a moment old, or revoked a moment ago.
        if (shown is not null && needs is not null)
            await catalogue.CatchUp(http.RequestAborted);
        if (shown is not null && catalogue.Position != position)
            known = await Known(shown, http.RequestAborted);
        if (known is not { } principal)
        {
            if (!isCounted)
                rateLimits.WasWrong(RateLimits.AddressKey(http));
            if (inCookie)
                SessionCookie.Delete(http);
            var cure = "a valid API key, or Authorization: Bearer with a key or a session token";
            return (Principal.Anonymous, Outcome.Refused(
                "unauthorized", "These credentials are unknown, expired or revoked.", new FieldFault(KeyHeader, Secret.Mask, cure)));
        }
        if (principal.May(needs, scope))
            return (principal, null);
        return (principal, principal.Role is null
            ? Outcome.Refused("unauthorized", "Credentials are required.",
            new FieldFault(KeyHeader, null, "an API key; or Authorization: Bearer with a key or a session token"))
            : Outcome.Refused("forbidden", principal.Role < needs
                ? $"{principal.Who} has the role {Word(principal.Role.Value)}; this request requires {Word(needs!.Value)}."
                : $"{principal.Who} has the scope {string.Join(", ", principal.Scopes)}, which does not cover this request."));
    }

    private async Task<bool> IsReady(HttpContext http)
    {
        if (catalogue.Ready.IsCompletedSuccessfully || Credentials(http) is null)
            return true;
        try
        {
            await catalogue.Ready.WaitAsync(Timeout, http.RequestAborted);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <returns>The principal these credentials belong to now; null if they are invalid.</returns>
    public async ValueTask<Principal?> Known(string shown, CancellationToken stop) =>
        local.Is(shown) ? Principal.Local : ApiKeys.LooksLikeOne(shown) ? keys.Find(shown) : (await sessions.Find(shown, stop))?.Principal;

    public static string Word(Role role) => role.ToString().ToLowerInvariant();

    public static string? Credentials(HttpContext http) => InHeaders(http) ?? SessionCookie.Of(http);

    /// <summary>Credentials that a page or program sends on purpose; without them, those in the cookie count.</summary>
    private static string? InHeaders(HttpContext http)
    {
        if (http.Request.Headers[KeyHeader] is { Count: > 0 } key)
            return key.ToString();
        if (http.Request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(p => p.StartsWith(SocketBearer, StringComparison.Ordinal)) is { } protocol)
            return protocol[SocketBearer.Length..]; // a page cannot set other headers on a WebSocket
        return http.Request.Headers.Authorization is { Count: > 0 } header
            ? header.ToString() is var text && text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : ""
            : http.GetEndpoint()?.Metadata.GetMetadata<Operation>() is { IsAtRoot: true }
                && http.Request.Query[KeyParameter] is { Count: > 0 } inQuery ? inQuery.ToString() : null;
    }

    /// <summary>Checks Origin, against cross-site requests.</summary>
    private bool IsOfHere(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        return rules.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase) || SessionCookie.IsOwnOrigin(http);
    }
}
