using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>
/// One operation: its route, the required role, and its description in the OpenAPI document. All requests go through these.
/// </summary>
/// <param name="Needs">The minimum role; null: no credentials required.</param>
internal sealed record Operation(string Method, string Path, Role? Needs, string Summary, Func<Call, Task<Outcome>> Handle)
{
    /// <summary>The type of the request body, if any.</summary>
    public JsonTypeInfo? Body { get; init; }

    public int MaxBytes { get; init; } = BodyReading.MaxBytes;

    /// <summary>The body is a merge patch (RFC 7396) over <see cref="Body"/>.</summary>
    public bool IsPatch { get; init; }

    /// <summary>The type of a successful response.</summary>
    public JsonTypeInfo? Reply { get; init; }

    public int Status { get; init; } = 200;

    /// <summary>The query parameters, with descriptions. Others are refused.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>Its refusal codes, besides those common to all operations.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>It changes an entity with a version: If-Match is supported.</summary>
    public bool HonoursIfMatch { get; init; }

    /// <summary>The response is a stream of server-sent events, each with a <see cref="Reply"/>.</summary>
    public bool Streams { get; init; }

    /// <summary>Request and response may be YAML, by Content-Type and Accept.</summary>
    public bool Yaml { get; init; }

    /// <summary>The media type of the response, if it is not JSON.</summary>
    public string? Sends { get; init; }

    /// <summary>If-None-Match is supported: 304 for what the client has already.</summary>
    public bool HonoursIfNoneMatch { get; init; }

    /// <summary>The query parameter with a ticket, which was issued to somebody with credentials and is checked by the operation.</summary>
    public string? TicketIn { get; init; }

    /// <summary>It is for players: outside /api/v1, also for HEAD, and the key may be in the query.</summary>
    public bool IsAtRoot { get; init; }

    public string Url => (IsAtRoot ? "/" : ApiHosting.Root) + Path;

    public string Tag => Path.Split('/')[0] is { Length: > 0 } first && !first.StartsWith('{') ? first : "server";
}

internal sealed record QueryParameter(string Name, string Says, string Example);
