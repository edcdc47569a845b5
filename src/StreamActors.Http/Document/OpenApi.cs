using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The OpenAPI 3.1 document, generated from the routed operations, so that both always match.</summary>
internal static class OpenApi
{
    private static readonly string[] ForAll =
        ["bad-request", "unauthorized", "forbidden", "too-many-requests", "unknown", "crashed", "busy"];

    public static JsonObject Of(IReadOnlyList<Operation> operations, string root, string version)
    {
        var schemas = new Schemas();
        var paths = new JsonObject();
        foreach (var path in operations.GroupBy(o => o.Path, StringComparer.Ordinal).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var methods = new JsonObject();
            foreach (var operation in path)
                methods[operation.Method.ToLowerInvariant()] = Describe(operation, schemas);
            paths[$"/{path.Key}"] = methods;
        }
        schemas.Ref(WireJson.Plain.Problem);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "StreamActors", ["version"] = version,
                ["description"] =
                    "Distributes live streams and keeps them on air. The desired state (on) and the actual state (phase) are separate "
                    + "fields. Errors are problem documents (RFC 9457) with a stable code." },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = root.TrimEnd('/') }),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["session"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.All,
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-API-Key" },
                    ["session"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                },
            },
        };
    }

    private static JsonObject Describe(Operation operation, Schemas schemas)
    {
        var described = new JsonObject
        {
            ["operationId"] =
                $"{operation.Method.ToLowerInvariant()}-"
                + $"{operation.Path.Replace("/", "-", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}",
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
            ["description"] = operation switch
            {
                { Needs: { } role } => $"Requires the role {Authorizer.Word(role)}.",
                { TicketIn: not null } => "Requires a ticket instead of credentials.",
                _ => "Requires no credentials.",
            },
            ["parameters"] = new JsonArray([.. Parameters(operation)]),
            ["responses"] = Responses(operation, schemas),
        };
        if (operation.IsAtRoot)
            described["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        if (operation.Needs is null)
            described["security"] = new JsonArray();
        if (operation.Body is { } body)
        {
            var media = new JsonObject { ["schema"] = operation.IsPatch
                ? new JsonObject { ["type"] = "object", ["description"] = $"A merge patch (RFC 7396) of {Schemas.Name(body)}." }
                : schemas.Ref(body) };
            if (Examples.Of(body.Type, operation.IsPatch) is { } example)
                media["example"] = example;
            var content = new JsonObject { [operation.IsPatch ? "application/merge-patch+json" : "application/json"] = media };
            if (operation.Yaml)
                content[YamlText.MediaType] = media.DeepClone();
            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = content };
        }
        return described;
    }

    private static IEnumerable<JsonNode> Parameters(Operation operation)
    {
        foreach (var part in operation.Path.Split('/').Where(p => p.StartsWith('{')).Select(p => p[..(p.IndexOf('}') + 1)]))
            yield return Parameter("path", part.Trim('{', '}', '*'), "", Examples.PathPart(operation.Path, part), required: true);
        foreach (var parameter in operation.Query)
            yield return Parameter("query", parameter.Name, parameter.Says, parameter.Example, required: false);
        if (operation.Method == "POST")
            yield return Parameter("header", "Idempotency-Key",
                "A request repeated with the same key is executed once and gets the original response; with another body it is refused.",
                "3f2a", required: false);
        if (operation.HonoursIfNoneMatch)
            yield return Parameter("header", "If-None-Match", "The ETag read last: 304 without a body if it is still the same.", "\"7\"",
                required: false);
        if (operation.HonoursIfMatch)
            yield return Parameter("header", "If-Match", "The ETag read last. If the resource was changed since, nothing is done (412).",
                "\"3\"", required: false);
    }

    private static JsonObject Parameter(string place, string name, string says, string example, bool required) => new()
    {
        ["name"] = name, ["in"] = place, ["description"] = says, ["required"] = required,
        ["schema"] = new JsonObject { ["type"] = "string" }, ["example"] = example,
    };

    private static JsonObject Responses(Operation operation, Schemas schemas)
    {
        var responses = new JsonObject { [operation.Status.ToString(CultureInfo.InvariantCulture)] = Well(operation, schemas) };
        if (operation.HonoursIfNoneMatch)
            responses["304"] = new JsonObject { ["description"] = "The client has it already." };
        List<string> codes = [.. operation.Codes, .. ForAll, "invalid"];
        if (operation.Body is not null)
            codes.AddRange(["invalid-json", "too-large", "unsupported-media-type", .. operation.Yaml ? (string[])["invalid-yaml"] : []]);
        if (operation.HonoursIfMatch || operation.IsPatch)
            codes.Add("version-conflict");
        if (operation.Method != "GET")
            codes.Add("key-reused");
        foreach (var status in codes.Distinct(StringComparer.Ordinal).GroupBy(c => RefusalToProblem.Codes[c].Status).OrderBy(s => s.Key))
        {
            var examples = new JsonObject();
            foreach (var code in status.Order(StringComparer.Ordinal))
                examples[code] = new JsonObject { ["value"] = new JsonObject { ["type"] = $"urn:streamactors:problem:{code}",
                    ["title"] = RefusalToProblem.Codes[code].Title, ["status"] = status.Key, ["detail"] = "…", ["code"] = code } };
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] =
                    string.Join("; ", status.Order(StringComparer.Ordinal).Select(c => $"{c}: {RefusalToProblem.Codes[c].Title}")),
                ["content"] = new JsonObject { ["application/problem+json"] =
                    new JsonObject { ["schema"] = schemas.Ref(WireJson.Plain.Problem), ["examples"] = examples } },
            };
        }
        return responses;
    }

    private static JsonObject Well(Operation operation, Schemas schemas)
    {
        var well = new JsonObject { ["description"] = operation.Status switch {
            101 => "The WebSocket is open; each message is as described.", 201 => "Created.", 204 => "Done.", _ => "OK." } };
        if (operation.Sends is { } type)
            well["content"] =
                new JsonObject { [type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } } };
        if (operation.Reply is not { } reply)
            return well;
        var media = new JsonObject { ["schema"] = schemas.Ref(reply) };
        if (Examples.Of(reply.Type, isPatch: false) is { } example)
            media["example"] = example;
        var kinds = new JsonObject { [operation.Streams ? "text/event-stream" : "application/json"] = media };
        if (operation.Yaml)
            kinds[YamlText.MediaType] = media.DeepClone();
        well["content"] = kinds;
        return well;
    }
}

/// <summary>The records as JSON Schema, each under its name.</summary>
internal sealed class Schemas
{
    public JsonObject All { get; } = [];

    public JsonObject Ref(JsonTypeInfo type)
    {
        var name = Name(type);
        if (!All.ContainsKey(name))
            All[name] = Anchored($"#/components/schemas/{name}", System.Text.Json.Schema.JsonSchemaExporter.GetJsonSchemaAsNode(type,
                new() { TreatNullObliviousAsNonNullable = true }));
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary>Makes references, which the exporter counts from the root of the schema, count from the root of the document.</summary>
    private static JsonNode Anchored(string root, JsonNode schema)
    {
        foreach (var inner in schema is JsonObject o ? o.Select(p => p.Value) : schema is JsonArray a ? a : [])
        {
            if (inner is not null)
                Anchored(root, inner);
        }
        if (schema is JsonObject { } found && found["$ref"] is JsonValue reference)
            found["$ref"] = root + reference.GetValue<string>()[1..];
        return schema;
    }

    /// <summary>Listing of InputView: InputViewListing.</summary>
    public static string Name(JsonTypeInfo type) => type.Type.IsGenericType
        ? type.Type.GetGenericArguments()[0].Name + type.Type.Name.Split('`')[0]
        : type.Type.Name;
}
