using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>Who may use an endpoint outside the API: health, metrics, the page. Null: no credentials required.</summary>
public sealed record Guard(Role? Needs, string Scope)
{
    /// <summary>A file of the page: it is the same for everybody, and links to it from other sites work.</summary>
    public static Guard File { get; } = new(null, "page");
}

/// <summary>Checks before every endpoint: foreign origins are refused, and so is every endpoint without a guard.</summary>
public static class EndpointGuards
{
    private const string Policy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Whether the caller of a guarded endpoint also has this role.</summary>
    public static bool May(HttpContext http, Role role, string scope) => http.Features.Get<Principal>()?.May(role, scope) == true;

    public static void UseGate(this IApplicationBuilder web) => web.Use(static next => http => Pass(http, next));

    private static async Task Pass(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        (headers.XContentTypeOptions, headers.ContentSecurityPolicy, headers.CacheControl) = ("nosniff", Policy, "no-store");
        headers["Referrer-Policy"] = "no-referrer";
        if (Cors(http))
            return;
        var metadata = http.GetEndpoint()?.Metadata;
        var guard = metadata?.GetMetadata<Guard>();
        if (metadata is null || metadata.GetMetadata<Operation>() is not null || guard == Guard.File)
        {
            await next(http);
            if (metadata is null && http.Response is { HasStarted: false, StatusCode: 404, ContentType: null })
                await Outcome.Refused("not-found", "There is no such endpoint: /api/v1/openapi.json lists those there are.").Write(http);
            return;
        }
        var authorizer = http.RequestServices.GetRequiredService<Authorizer>();
        if (guard is null)
            await Outcome.Refused("forbidden", "No role is defined for this endpoint, so requests to it are refused.").Write(http);
        else if (await authorizer.Admit(http, guard.Needs, guard.Scope) is var (principal, refused) && refused is not null)
            await refused.Write(http);
        // for an unknown path, not-found is the better answer
        else if (guard.Scope != NotFoundRoutes.Scope && await UnexpectedBody.IsThere(http))
            await Outcome.Invalid(UnexpectedBody.Fault($"{http.Request.Path} takes no body.")).Write(http);
        else
            await Admitted(http, principal, next);
    }

    private static Task Admitted(HttpContext http, Principal principal, RequestDelegate next)
    {
        http.Features.Set(principal);
        return next(http);
    }

    /// <returns>Whether this was a CORS preflight request.</returns>
    private static bool Cors(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !http.RequestServices.GetRequiredService<AuthorizerRules>().AllowedOrigins.Contains(origin,
            StringComparer.OrdinalIgnoreCase))
            return false;
        var headers = http.Response.Headers;
        (headers.AccessControlAllowOrigin, headers.Vary, headers.AccessControlExposeHeaders) =
            (origin, "Origin", "ETag, Location, Retry-After");
        if (!HttpMethods.IsOptions(http.Request.Method) || !http.Request.Headers.ContainsKey("Access-Control-Request-Method"))
            return false;
        headers.AccessControlAllowMethods = "GET, POST, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, Last-Event-ID, X-API-Key";
        headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = 204;
        return true;
    }
}
