using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>One thing that can be asked: what is routed, who may ask it, and what the document says of it. There is no other door.</summary>
/// <param name="Needs">The least role that may ask; null: anybody, also without credentials.</param>
internal sealed record Operation(string Method, string Path, Role? Needs, string Summary, Func<Call, Task<Outcome>> Handle)
{
    /// <summary>What is sent, where something is.</summary>
    public JsonTypeInfo? Body { get; init; }

    public int MaxBytes { get; init; } = BodyReading.MaxBytes;

    /// <summary>The body is a merge patch (RFC 7396) over <see cref="Body"/>.</summary>
    public bool IsPatch { get; init; }

    /// <summary>What comes back when it is well.</summary>
    public JsonTypeInfo? Reply { get; init; }

    public int Status { get; init; } = 200;

    /// <summary>The parameters of the query, by name, with what each is for. Others are refused.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>The codes of its refusals, beyond those any request may meet.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>It changes an entity with a version: If-Match is honoured.</summary>
    public bool HonoursIfMatch { get; init; }

    /// <summary>What comes back are server-sent events, each with a <see cref="Reply"/>.</summary>
    public bool Streams { get; init; }

    /// <summary>What is sent and what comes back may be YAML: by Content-Type and Accept.</summary>
    public bool Yaml { get; init; }

    /// <summary>What comes back is no JSON but of this media type.</summary>
    public string? Sends { get; init; }

    public string Tag => Path.Split('/')[0] is { Length: > 0 } first && !first.StartsWith('{') ? first : "server";
}

/// <summary>A parameter of a query: its name, what it is for, and an example.</summary>
internal sealed record QueryParameter(string Name, string Says, string Example);
