using System.Text.Json;
using StreamActors.Control;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>An authorized request, with its body and query already parsed and validated.</summary>
internal sealed class Call(
    HttpContext http, Principal principal, CommandId command, long? expected, object? body, JsonElement? patch, Query query,
    bool isFirst = false)
{
    public HttpContext Http => http;

    public Principal Principal => principal;

    /// <summary>The same for a repeated request with the same Idempotency-Key by the same principal.</summary>
    public CommandId Command => command;

    /// <summary>The version in If-Match, if given.</summary>
    public long? Expected => expected;

    public JsonElement Patch => patch ?? throw new InvalidOperationException("This operation takes no patch.");

    public Query Query => query;

    public CancellationToken Stop => http.RequestAborted;

    public Origin Origin => new(principal.Who);

    public CommandContext Context => new(Command, Origin, Stop) { IsFirst = isFirst };

    public T Body<T>() => (T)(body ?? throw new InvalidOperationException("This operation takes no body."));

    public string Route(string name) => http.GetRouteValue(name) as string ?? "";
}
