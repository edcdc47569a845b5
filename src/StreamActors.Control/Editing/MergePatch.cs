using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>JSON Merge Patch (RFC 7396).</summary>
public static class MergePatch
{
    /// <returns>The merged whole, or the faults.</returns>
    public static (T? Merged, IReadOnlyList<FieldFault> Faults) Over<T>(T current, JsonElement patch, JsonTypeInfo<T> type)
        where T : class
    {
        if (patch.ValueKind != JsonValueKind.Object)
            return (null, [new FieldFault("(body)", null, "a JSON object with the fields to change")]);
        var merged =
            JsonSerializer.SerializeToElement(Merge(JsonSerializer.SerializeToNode(current, type), patch), NodeJson.Default.JsonNode);
        var faults = BodyCheck.Against(merged, type);
        return faults.Count == 0 ? (merged.Deserialize(type), faults) : (null, faults);
    }

    private static JsonNode? Merge(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
            return patch.ValueKind == JsonValueKind.Array ? JsonArray.Create(patch) : JsonValue.Create(patch);
        var whole = target as JsonObject ?? [];
        foreach (var field in patch.EnumerateObject())
        {
            var before = whole[field.Name];
            whole.Remove(field.Name);
            if (field.Value.ValueKind != JsonValueKind.Null)
                whole[field.Name] = Merge(before, field.Value);
        }
        return whole;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonNode))]
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
public sealed partial class NodeJson : System.Text.Json.Serialization.JsonSerializerContext;
