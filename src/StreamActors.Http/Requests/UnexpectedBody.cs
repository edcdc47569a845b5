using Microsoft.AspNetCore.Http.Features;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>Refuses a body where none is expected: a client that sends <c>{"now":true}</c> must not get a 200 that ignores it.</summary>
internal static class UnexpectedBody
{
    public static async ValueTask<bool> IsThere(HttpContext http)
    {
        if (http.WebSockets.IsWebSocketRequest) // over HTTP/2 its stream stays open, and reading would wait for the first frame
            return false;
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return false;
        return http.Request.ContentLength > 0 || await http.Request.Body.ReadAsync(new byte[1], http.RequestAborted) > 0; // chunked
    }

    public static FieldFault Fault(Operation operation) => Fault(operation.Query.Count == 0
        ? $"{operation.Method} {operation.Path} takes no body."
        : $"{operation.Method} {operation.Path} takes no body. Its query parameters are: "
        + $"{string.Join(", ", operation.Query.Select(q => q.Name))}.");

    public static FieldFault Fault(string cure) => new("(body)", null, cure);
}
