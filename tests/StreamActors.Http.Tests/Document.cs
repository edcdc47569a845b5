using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Http.Tests;

/// <summary>The served OpenAPI document, compared with real responses.</summary>
internal sealed class Document(JsonObject document)
{
    public JsonObject Root => document;

    /// <summary>How a response deviates from the document; empty if it does not.</summary>
    public IEnumerable<string> Complaints(string method, string path, Answer answer)
    {
        if (Find(path.Split('?')[0]) is not { } found || found[method.ToLowerInvariant()] is not JsonObject operation)
            yield break; // an unknown path or method
        if (operation["responses"]![answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not JsonObject response)
        {
            yield return $"{method} {path} answered {answer.Status}, which is not in the document: {answer.Text}";
            yield break;
        }
        if (response["content"] is not JsonObject content)
        {
            if (answer.Text.Length > 0)
                yield return $"{method} {path} answered {answer.Status} with a body, and the document knows none.";
            yield break;
        }
        if (content[answer.ContentType ?? ""] is not JsonObject media)
        {
            yield return $"{method} {path} answered {answer.Status} as {answer.ContentType}.";
            yield break;
        }
        if (answer.ContentType == YamlText.MediaType)
            answer = answer
                with { Text = System.Text.Encoding.UTF8.GetString(YamlReading.ToJson(System.Text.Encoding.UTF8.GetBytes(answer.Text))) };
        if (media["schema"]!["format"]?.GetValue<string>() == "binary")
            yield break;
        foreach (var fault in Faults(answer.Body, media["schema"]!.AsObject(), document, "$"))
            yield return $"{method} {path} {answer.Status}: {fault}";
        if (answer.Status >= 400 && media["examples"]?[answer.Code] is null)
            yield return $"{method} {path} was refused as {answer.Code}, which the document does not list.";
    }

    public IEnumerable<string> Faults(JsonElement json, JsonObject schema) => Faults(json, schema, schema, "$");

    /// <summary>The part of JSON Schema that the exporter uses.</summary>
    public IEnumerable<string> Faults(JsonElement json, JsonObject schema, JsonObject root, string at)
    {
        if (schema["$ref"] is { } reference)
        {
            var (target, inside) = Follow(reference.GetValue<string>(), root);
            return Faults(json, target, inside, at);
        }
        return Check(json, schema, root, at);
    }

    private IEnumerable<string> Check(JsonElement json, JsonObject schema, JsonObject root, string at)
    {
        foreach (var word in schema.Select(s => s.Key)
            .Where(k => k is not ("type" or "properties" or "required" or "items" or "additionalProperties" or "anyOf" or "format"
            or "pattern" or "default" or "description" or "enum")))
            yield return $"{at}: this check does not know '{word}'.";
        if (schema["type"] is { } type && !Types(type).Any(t => Fits(json, t)))
            yield return $"{at} is {json.ValueKind}, not {type.ToJsonString()}";
        if (json.ValueKind == JsonValueKind.Object && schema["properties"] is JsonObject properties)
        {
            foreach (var field in json.EnumerateObject())
            {
                if (!properties.TryGetPropertyValue(field.Name, out var found))
                    yield return $"{at}.{field.Name} is not in the schema";
                else if (found is JsonObject known) // otherwise it is 'true': anything
                    foreach (var fault in Faults(field.Value, known, root, $"{at}.{field.Name}"))
                        yield return fault;
            }
            foreach (var missing in (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>())
                .Where(r => !json.TryGetProperty(r, out _)))
                yield return $"{at}.{missing} is missing";
        }
        if (json.ValueKind == JsonValueKind.Object && schema["additionalProperties"] is JsonObject each)
        {
            foreach (var fault in json.EnumerateObject().SelectMany(f => Faults(f.Value, each, root, $"{at}.{f.Name}")))
                yield return fault;
        }
        if (json.ValueKind == JsonValueKind.Array && schema["items"] is JsonObject items)
        {
            foreach (var fault in json.EnumerateArray().SelectMany((e, n) => Faults(e, items, root, $"{at}[{n}]")))
                yield return fault;
        }
        if (schema["anyOf"] is JsonArray any && any.All(a => Faults(json, a!.AsObject(), root, at).Any()))
            yield return $"{at} is none of {any.ToJsonString()}";
    }

    /// <summary>Pointers within an exported schema start at its own root.</summary>
    private (JsonObject Target, JsonObject Root) Follow(string pointer, JsonObject root)
    {
        var whole = pointer.StartsWith("#/components/", StringComparison.Ordinal) ? document : root;
        JsonNode place = whole;
        foreach (var part in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            place = place is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : place[part]!;
        return (place.AsObject(), ReferenceEquals(whole, document) ? place.AsObject() : root);
    }

    private JsonObject? Find(string path)
    {
        var parts = path.Trim('/').Split('/');
        foreach (var (template, operations) in document["paths"]!.AsObject())
        {
            var wanted = template.Trim('/').Split('/');
            if (wanted.Length == parts.Length && wanted.Zip(parts).All(p => p.First.StartsWith('{') || p.First == p.Second))
                return operations!.AsObject();
        }
        return null;
    }

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool Fits(JsonElement json, string type) => type switch
    {
        "object" => json.ValueKind == JsonValueKind.Object,
        "array" => json.ValueKind == JsonValueKind.Array,
        "string" => json.ValueKind == JsonValueKind.String,
        "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
        "number" => json.ValueKind == JsonValueKind.Number,
        "null" => json.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
