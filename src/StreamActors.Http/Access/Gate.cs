using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>Authenticates and authorizes every operation.</summary>
internal sealed class Gate(GateRules rules, LocalKey local, ApiKeys keys, Sessions sessions, Catalogue catalogue, Pace pace)
{
    private const string KeyHeader = "X-API-Key";
    private const string SocketBearer = "bearer.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="scope">The first path segment, which a key may be limited to.</param>
    public async ValueTask<(Principal Principal, Outcome? Refused)> Admit(HttpContext http, Role? needs, string scope)
    {
        if (!IsOfHere(http))
            return (Principal.Anonymous, Outcome.Refused("forbidden", "Requests from other web sites are refused (http.allowed-origins).", new FieldFault("Origin", null, "this server's own origin, or one that http.allowed-origins names")));
        var knowsNobody = needs is null && !catalogue.Ready.IsCompletedSuccessfully; // liveness needs no authentication
        if (!knowsNobody && !await IsReady(http)) // keys and users are read from the journal first
            return (Principal.Anonymous, Outcome.Refused("unavailable", "The server is still reading its journal: try again in a moment."));
        var (principal, wrong) = knowsNobody ? (Principal.Anonymous, null) : await Find(http);
        if (wrong is not null)
            return (Principal.Anonymous, wrong);
        if (!pace.MayAsk(principal.Role is null ? $"{principal.Who} {Pace.Whence(http)}" : principal.Who))
            return (principal, Outcome.Refused("too-many-requests", $"Request rate exceeded: {principal.Who} may send {rules.RequestsPerSecond} requests a second. Slow down, or raise http.requests-per-second."));
        if (principal.May(needs, scope))
            return (principal, null);
        return (principal, principal.Role is null
            ? Outcome.Refused("unauthorized", "Credentials are required.", new FieldFault(KeyHeader, null, "an API key; or Authorization: Bearer with a key or a session token"))
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
            await catalogue.Ready.WaitAsync(Patience, http.RequestAborted);
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

    private async ValueTask<(Principal Principal, Outcome? Wrong)> Find(HttpContext http)
    {
        if (Credentials(http) is not { } shown)
            return (Principal.Anonymous, null);
        if (await Known(shown, http.RequestAborted) is { } principal)
            return (principal, null);
        // Checked after valid credentials: failed attempts behind a shared proxy must not lock out those with a key.
        if (!pace.MayTry(Pace.Whence(http)))
            return (Principal.Anonymous, Pace.TooManyGuesses);
        pace.WasWrong(Pace.Whence(http));
        return (Principal.Anonymous, Outcome.Refused("unauthorized", "These credentials are unknown, expired or revoked.", new FieldFault(KeyHeader, Secret.Mask, "a valid API key, or Authorization: Bearer with a key or a session token")));
    }

    public static string? Credentials(HttpContext http)
    {
        if (http.Request.Headers[KeyHeader] is { Count: > 0 } key)
            return key.ToString();
        if (http.Request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(p => p.StartsWith(SocketBearer, StringComparison.Ordinal)) is { } protocol)
            return protocol[SocketBearer.Length..]; // a page cannot set other headers on a WebSocket
        return http.Request.Headers.Authorization is { Count: > 0 } header
            ? header.ToString() is var text && text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : ""
            : null;
    }

    /// <summary>Checks Origin, against cross-site requests.</summary>
    private bool IsOfHere(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        return rules.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
