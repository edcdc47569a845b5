using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace StreamActors.Http;

/// <summary>
/// The session as a cookie that scripts cannot read, for browsers. It counts only for this server's own pages, and changes need a header
/// that forms of other web sites cannot send.
/// </summary>
internal static class SessionCookie
{
    public const string ChangeHeader = "X-Requested-With";

    private const string Plain = "streamactors";
    private const string OverTls = "__Host-streamactors";

    public static Outcome WithoutHeader { get; } = Outcome.Refused("forbidden",
        $"A request with the session cookie that is not a GET requires the header {ChangeHeader}, against requests from other web sites.",
        new Kernel.FieldFault(ChangeHeader, null, $"{ChangeHeader}: streamactors, or any other value"));

    /// <returns>The token in the cookie; null if there is none, or if the request comes from another origin.</returns>
    public static string? Of(HttpContext http)
    {
        if (http.Request.Headers.Cookie.Count == 0 || !IsOwnOrigin(http))
            return null;
        var port = Port(http);
        return http.Request.Cookies[OverTls + port] ?? http.Request.Cookies[Plain + port];
    }

    /// <summary>Whether a request may change something as far as its headers tell.</summary>
    public static bool MayChange(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.WebSockets.IsWebSocketRequest
        || http.Request.Headers.ContainsKey(ChangeHeader);

    public static void Set(HttpContext http, string token, DateTimeOffset expires) => Put(http, token, expires, IsOverTls(http));

    public static void Delete(HttpContext http)
    {
        // Those that were sent: behind a proxy a GET does not tell whether the browser came over TLS.
        foreach (var isOverTls in (ReadOnlySpan<bool>)[true, false])
        {
            if (http.Request.Cookies.ContainsKey((isOverTls ? OverTls : Plain) + Port(http)))
                Put(http, "", DateTimeOffset.UnixEpoch, isOverTls);
        }
    }

    /// <summary>No origin: not from a page, or a GET of this one.</summary>
    public static bool IsOwnOrigin(HttpContext http) => http.Request.Headers.Origin.ToString() is var origin && (origin.Length == 0
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase)));

    private static void Put(HttpContext http, string token, DateTimeOffset expires, bool isOverTls) => http.Response.Headers.Append(
        HeaderNames.SetCookie, new SetCookieHeaderValue((isOverTls ? OverTls : Plain) + Port(http), token)
        {
            Path = "/", HttpOnly = true, Secure = isOverTls, SameSite = Microsoft.Net.Http.Headers.SameSiteMode.Strict, Expires = expires,
        }.ToString());

    /// <summary>Behind a proxy, the origin tells that the browser came over TLS.</summary>
    private static bool IsOverTls(HttpContext http) => http.Request.IsHttps
        || http.Request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Browsers send cookies of one host to all of its ports: servers on several ports need several names.</summary>
    private static string Port(HttpContext http) =>
        http.Request.Host.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"-{port}") : "";
}
