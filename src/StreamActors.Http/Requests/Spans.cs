using System.Diagnostics;

namespace StreamActors.Http;

/// <summary>The span that the web server opens for each request (with the trace of whoever asks, where they have one), told what was asked, by whom, and what came of it.</summary>
public static class Spans
{
    /// <summary>The web server's own source.</summary>
    public const string Name = "Microsoft.AspNetCore";

    internal static void Tell(Operation operation, Principal principal, Outcome outcome)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
            return;
        span.DisplayName = $"{operation.Method} {ApiHosting.Root}{operation.Path}";
        span.SetTag("http.request.method", operation.Method).SetTag("http.route", ApiHosting.Root + operation.Path)
            .SetTag("http.response.status_code", outcome.Status).SetTag("streamactors.who", principal.Who)
            .SetStatus(outcome.Status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }
}
