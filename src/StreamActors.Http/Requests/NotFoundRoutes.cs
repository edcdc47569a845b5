namespace StreamActors.Http;

/// <summary>Unknown paths and methods in the API, answered as problems.</summary>
internal static class NotFoundRoutes
{
    public const string Scope = "nowhere";

    public static void Map(IEndpointRouteBuilder routes, string root, IReadOnlyList<Operation> operations)
    {
        foreach (var path in operations.GroupBy(o => o.Url, StringComparer.Ordinal))
        {
            var methods = path.Select(o => o.Method).Order(StringComparer.Ordinal).ToList();
            routes.Map(path.Key, http => Method(http, methods)).WithMetadata(new Guard(null, Scope)).WithOrder(1);
        }
        routes.Map(root + "{**rest}", static http => Outcome.Refused("not-found",
            "There is no such endpoint: /api/v1/openapi.json lists those there are.").Write(http)).WithMetadata(new Guard(null, Scope))
            .WithOrder(2);
    }

    private static Task Method(HttpContext http, IReadOnlyList<string> methods)
    {
        http.Response.Headers.Allow = string.Join(", ", methods);
        return Outcome.Refused("method-not-allowed",
            $"{(http.Request.Method.Length > 20 ? "That method" : http.Request.Method)} is not allowed here. Allowed: "
                + $"{string.Join(", ", methods)}.").Write(http);
    }
}
