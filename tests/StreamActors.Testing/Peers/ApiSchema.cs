using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Testing.Peers;

/// <summary>The requests and fields of MediaMTX's published OpenAPI document, as far as they are used.</summary>
internal sealed class ApiSchema(string[] requests, Dictionary<string, Dictionary<string, string>> schemas)
{
    public static ApiSchema Read()
    {
        using var file = typeof(ApiSchema).Assembly.GetManifestResourceStream("mediamtx-api.json")!;
        var json = JsonSerializer.Deserialize<JsonObject>(file)!;
        return new ApiSchema(json["requests"].Deserialize<string[]>()!,
            json["schemas"].Deserialize<Dictionary<string, Dictionary<string, string>>>()!);
    }

    public static string ConnectionOf(string list) => list.Split('/')[0] switch
    {
        "srtconns" => "SRTConn",
        "rtmpconns" => "RTMPConn",
        _ => "RTSPSession",
    };

    /// <returns>What is asked for, such as config/paths/add, and the path it is about; null: there is no such request.</returns>
    public (string Verb, string Name)? Operation(string method, string path)
    {
        foreach (var request in requests.Select(r => r.Split(' ')).Where(r => r[0] == method))
        {
            var prefix = request[1].Replace("{name}", "", StringComparison.Ordinal);
            if (prefix == path && prefix == request[1])
                return (prefix["/v3/".Length..], "");
            if (prefix != request[1] && path.Length > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal))
                return (prefix["/v3/".Length..].TrimEnd('/'), Uri.UnescapeDataString(path[prefix.Length..]));
        }
        return null;
    }

    /// <summary>Every field, each with the zero of its type; null where it may be.</summary>
    public JsonObject Empty(string schema) => new(schemas[schema].Select(f => KeyValuePair.Create(f.Key, Zero(f.Value))));

    /// <returns>What is wrong with it, in the words of MediaMTX's JSON reader; null: nothing.</returns>
    public string? Fault(string schema, JsonObject given)
    {
        foreach (var (name, value) in given)
        {
            if (!schemas[schema].TryGetValue(name, out var type))
                return $"json: unknown field \"{name}\"";
            if (!Fits(type, value))
                return $"json: cannot unmarshal {value?.ToJsonString() ?? "null"} into field {name} of type {type}";
        }
        return null;
    }

    public JsonObject Checked(string schema, JsonObject answer) =>
        Fault(schema, answer) is { } fault ? throw new InvalidOperationException($"{schema} is answered wrongly: {fault}") : answer;

    private static JsonNode? Zero(string type) => type.EndsWith('?') ? null : type.Split(':')[0] switch
    {
        "string" => type.Split(':', '|') is [_, var first, ..] ? first : "",
        "boolean" => false,
        "array" => new JsonArray(),
        "object" => new JsonObject(),
        _ => 0,
    };

    private static bool Fits(string type, JsonNode? value) => value is null ? type.EndsWith('?')
        : type.TrimEnd('?').Split(':') switch
        {
            ["string", var words] => value.GetValueKind() == JsonValueKind.String && words.Split('|').Contains((string)value!),
            ["string"] => value.GetValueKind() == JsonValueKind.String,
            ["boolean"] => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            ["array"] => value is JsonArray,
            ["object"] => value is JsonObject,
            _ => value.GetValueKind() == JsonValueKind.Number,
        };
}
