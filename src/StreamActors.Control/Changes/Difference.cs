using System.Text.Json;
using System.Text.Json.Nodes;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The field-by-field difference of two configurations. An encrypted secret counts as one field.</summary>
public static class Difference
{
    private const string Secrets = "secrets";

    /// <summary>Compares configurations as shown. Replaced secrets look the same and are listed by <paramref name="replaced"/>.</summary>
    public static IReadOnlyList<DifferenceView> Of(JsonElement? before, JsonElement? after, IEnumerable<string> replaced)
    {
        var (was, now) = (Leaves(before is { } b ? JsonObject.Create(b) : null), Leaves(after is { } a ? JsonObject.Create(a) : null));
        var changed = was.Keys.Union(now.Keys, StringComparer.Ordinal).Where(
            path => !JsonNode.DeepEquals(was.GetValueOrDefault(path), now.GetValueOrDefault(path))).Union(replaced, StringComparer.Ordinal);
        return [.. changed.Order(StringComparer.Ordinal)
            .Select(path => new DifferenceView(path, Element(was.GetValueOrDefault(path)), Element(now.GetValueOrDefault(path))))];
    }

    /// <summary>The paths at which the stored configurations differ, without derived fields (reservations, the slot).</summary>
    public static IReadOnlyList<string> Paths(JsonNode? before, JsonNode? after)
    {
        var (was, now) = (Leaves(before), Leaves(after));
        return [.. was.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(path =>
            path is not ("reserved" or "slot") && !JsonNode.DeepEquals(was.GetValueOrDefault(path), now.GetValueOrDefault(path)))];
    }

    public static bool IsSecret(string path) =>
        path.StartsWith($"{Secrets}.", StringComparison.Ordinal) || path.StartsWith($"address.{Secrets}.", StringComparison.Ordinal);

    public static JsonNode? At(JsonNode? whole, string path) => Leaves(whole).GetValueOrDefault(path);

    public static void Put(JsonObject whole, string path, JsonNode? value)
    {
        var parts = Split(path);
        var place = whole;
        foreach (var part in parts[..^1])
            place = (place[part] ??= new JsonObject()).AsObject();
        if (value is null)
            place.Remove(parts[^1]);
        else
            place[parts[^1]] = value.DeepClone();
    }

    /// <summary>
    /// Fields are one level deep, or below labels, address, address.options and address.secrets, whose names may contain dots.
    /// </summary>
    private static string[] Split(string path)
    {
        foreach (var above in new[] { "address.options.", "address.secrets." })
        {
            if (path.StartsWith(above, StringComparison.Ordinal))
                return ["address", above.Split('.')[1], path[above.Length..]];
        }
        return path.Split('.', 2);
    }

    private static Dictionary<string, JsonNode?> Leaves(JsonNode? whole)
    {
        var leaves = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (whole is JsonObject fields)
            Walk(fields, "", leaves);
        return leaves;
    }

    private static void Walk(JsonObject fields, string path, Dictionary<string, JsonNode?> leaves)
    {
        foreach (var (name, value) in fields)
        {
            if (value is JsonObject below && !path.EndsWith($"{Secrets}.", StringComparison.Ordinal))
                Walk(below, $"{path}{name}.", leaves);
            else if (value is not null)
                leaves[path + name] = value;
        }
    }

    private static JsonElement? Element(JsonNode? node) =>
        node is null ? null : JsonSerializer.SerializeToElement(node, NodeJson.Default.JsonNode);
}
