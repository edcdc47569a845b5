using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>
/// JSON read by the names of Wire's records: <c>seen.Text(nameof(OutputView.Name))</c>. The compiler checks the names, and the full
/// deserializers, which would double the program's size, are not needed.
/// </summary>
internal readonly struct JsonView(JsonElement json)
{
    public JsonElement Json => json;

    public bool IsThere => json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public JsonView At(string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Camel(name), out var below) ? new JsonView(below) : default;

    /// <summary>For display, safe for a terminal; empty if absent.</summary>
    public string Text(string name) => At(name).ToString();

    public bool Flag(string name) => At(name).Json.ValueKind == JsonValueKind.True;

    public long? Whole(string name) =>
        At(name) is { Json: { ValueKind: JsonValueKind.Number } number } && number.TryGetInt64(out var whole) ? whole : null;

    public double? Number(string name) => At(name) is { Json: { ValueKind: JsonValueKind.Number } number } ? number.GetDouble() : null;

    public DateTimeOffset? Time(string name) =>
        At(name) is { Json: { ValueKind: JsonValueKind.String } text } && text.TryGetDateTimeOffset(out var time) ? time : null;

    public JsonView[] All(string name) => At(name).Items();

    public JsonView[] Items()
    {
        if (json.ValueKind != JsonValueKind.Array)
            return [];
        var items = new JsonView[json.GetArrayLength()];
        for (var n = 0; n < items.Length; n++)
            items[n] = new JsonView(json[n]);
        return items;
    }

    public IEnumerable<(string Name, JsonView Value)> Fields()
    {
        if (json.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var field in json.EnumerateObject())
            yield return (Printable.Text(field.Name), new JsonView(field.Value));
    }

    public override string ToString() => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => Printable.Text(json.GetString()!),
        _ => Printable.Text(json.GetRawText()),
    };

    private static string Camel(string name) => char.IsLower(name[0]) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
