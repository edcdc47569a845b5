using System.Text.Json.Nodes;

namespace StreamActors.Streaming;

internal enum PathCallType
{
    Delete,
    Patch,
    Add,
}

/// <summary>One request that changes a path of MediaMTX.</summary>
/// <param name="Fields">Null: it is deleted.</param>
internal sealed record PathCall(PathCallType Type, string Path, JsonObject? Fields);

/// <summary>What a path was given, and how MediaMTX lists it since: it may write a value in another way, or hide it.</summary>
internal sealed record AppliedPath(JsonObject Wanted, JsonObject Listed);

/// <summary>
/// The fewest requests that lead from the paths MediaMTX has to those that are wanted. A field that is what it should be is never sent:
/// MediaMTX creates the path anew when its source is sent, and all its readers lose it.
/// </summary>
internal static class PathPlan
{
    /// <param name="listed">The paths of MediaMTX with our prefix.</param>
    /// <param name="isLeftOver">Whether a path that is not wanted here is wanted nowhere.</param>
    /// <returns>Deletions first: they free ports.</returns>
    public static IReadOnlyList<PathCall> Of(
        IReadOnlyDictionary<string, JsonObject> wanted, IReadOnlyDictionary<string, JsonObject> listed,
        IReadOnlyDictionary<string, AppliedPath> applied, Func<string, bool> isLeftOver)
    {
        var calls = listed.Keys.Where(path => !wanted.ContainsKey(path) && isLeftOver(path))
            .Select(path => new PathCall(PathCallType.Delete, path, null)).ToList();
        foreach (var (path, fields) in wanted)
        {
            if (!listed.TryGetValue(path, out var now))
                calls.Add(new PathCall(PathCallType.Add, path, fields));
            else if (Different(fields, now, applied.GetValueOrDefault(path)) is { Count: > 0 } different)
                calls.Add(new PathCall(PathCallType.Patch, path, different));
        }
        return [.. calls.OrderBy(call => call.Type)];
    }

    private static JsonObject Different(JsonObject wanted, JsonObject now, AppliedPath? applied)
    {
        var isAsApplied = applied is not null && JsonNode.DeepEquals(applied.Wanted, wanted);
        return new JsonObject(wanted
            .Where(field => !JsonNode.DeepEquals(field.Value, now[field.Key])
                && !(isAsApplied && JsonNode.DeepEquals(applied!.Listed[field.Key], now[field.Key])))
            .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }
}
