using Microsoft.AspNetCore.Http.Features;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// A body where none is taken. It is refused, not ignored: whoever sends <c>{"now":true}</c> means something by it, and a
/// 200 would say that it was done.
/// </summary>
internal static class UnexpectedBody
{
    public static async ValueTask<bool> IsThere(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return false;
        return http.Request.ContentLength > 0 || await http.Request.Body.ReadAsync(new byte[1], http.RequestAborted) > 0; // in chunks
    }

    public static FieldFault Fault(Operation operation) => Fault(operation.Query.Count == 0
        ? $"{operation.Method} {operation.Path} takes no body."
        : $"{operation.Method} {operation.Path} takes no body. Its query parameters are: {string.Join(", ", operation.Query.Select(q => q.Name))}.");

    public static FieldFault Fault(string cure) => new("(body)", null, cure);
}
