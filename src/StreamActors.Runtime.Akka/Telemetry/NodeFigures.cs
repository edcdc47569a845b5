using System.Text.Json;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// Figures on their way from one node to another: what has changed since the number before, or a part of all there are at
/// this number, with <paramref name="Rest"/> more parts to come. Who misses a number asks for all again.
/// </summary>
internal sealed record NodeFigures(string Node, Guid Run, long Number, int? Rest, IReadOnlyList<(string Topic, string Key, object? Value)> Figures)
{
    public void Write(Utf8JsonWriter json, Vocabulary vocabulary)
    {
        json.WriteString("node"u8, Node);
        json.WriteString("run"u8, Run);
        json.WriteNumber("n"u8, Number);
        if (Rest is { } rest)
            json.WriteNumber("rest"u8, rest);
        json.WriteStartArray("figures"u8);
        foreach (var (topic, key, value) in Figures)
        {
            json.WriteStringValue(topic);
            json.WriteStringValue(key);
            vocabulary.WriteWord(json, value);
        }
        json.WriteEndArray();
    }

    public static NodeFigures From(JsonElement json, Vocabulary vocabulary)
    {
        List<(string, string, object?)> figures = [];
        var values = json.GetProperty("figures"u8);
        for (var i = 0; i + 2 < values.GetArrayLength(); i += 3)
            figures.Add((values[i].GetString() ?? "", values[i + 1].GetString() ?? "", vocabulary.ReadWord(values[i + 2])));
        return new NodeFigures(
            json.GetProperty("node"u8).GetString() ?? "",
            json.GetProperty("run"u8).GetGuid(),
            json.GetProperty("n"u8).GetInt64(),
            json.TryGetProperty("rest"u8, out var rest) ? rest.GetInt32() : null,
            figures);
    }
}

/// <summary>Send me all you have: I missed some, or have just come.</summary>
internal sealed record AllFigures
{
    public static readonly AllFigures Instance = new();
}
