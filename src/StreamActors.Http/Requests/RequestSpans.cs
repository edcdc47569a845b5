using System.Diagnostics;

namespace StreamActors.Http;

/// <summary>
/// Adds the operation, the caller and the outcome to ASP.NET Core's span of each request, which continues the caller's trace, if any.
/// </summary>
public static class RequestSpans
{
    /// <summary>ASP.NET Core's activity source.</summary>
    public const string Name = "Microsoft.AspNetCore";

    internal static void Tell(Operation operation, Principal principal, Outcome outcome)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
            return;
        span.DisplayName = $"{operation.Method} {operation.Url}";
        span.SetTag("http.request.method", operation.Method).SetTag("http.route", operation.Url)
            .SetTag("http.response.status_code", outcome.Status).SetTag("streamactors.who", principal.Who)
            .SetStatus(outcome.Status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }
}
