using System.Text;
using System.Text.Json.Nodes;

namespace StreamActors.Hocon.Tests;

/// <summary>
/// Reads HOCON with an injected environment and injected files, and compares by JSON, with System.Text.Json as the reference.
/// </summary>
internal sealed class Reading
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    internal static Reading Bare => new();

    internal IncludeContext IncludeContext => new(_environment.GetValueOrDefault, _files.GetValueOrDefault);

    internal Reading With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    internal Reading File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    internal Reading File(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    internal HoconObject Object(string text) => HoconDocument.Parse(text, "test.conf", IncludeContext).Root.ShouldBeOfType<HoconObject>();

    internal HoconObject Load(string path) => HoconDocument.Load(path, IncludeContext).Root.ShouldBeOfType<HoconObject>();

    internal void ShouldRead(string text, string json) => ShouldBe(HoconDocument.Parse(text, "test.conf", IncludeContext).Root, json, text);

    internal void ShouldLoad(string path, string json) => ShouldBe(HoconDocument.Load(path, IncludeContext).Root, json, path);

    internal HoconException ShouldRefuse(string text) =>
        Should.Throw<HoconException>(() => HoconDocument.Parse(text, "test.conf", IncludeContext), $"for: {text}");

    internal HoconException ShouldRefuse(string text, int line, int column, string words)
    {
        var refusal = ShouldRefuse(text);
        refusal.Message.ShouldStartWith($"test.conf:{line}:{column}: ", Case.Sensitive, $"for: {text}");
        refusal.Sentence.ShouldContain(words);
        return refusal;
    }

    internal static void ShouldBe(HoconValue value, string json, string? input = null)
    {
        var actual = Json(value);
        var expected = JsonNode.Parse(json);
        JsonNode.DeepEquals(actual, expected)
            .ShouldBeTrue($"{input}\nshould be {expected?.ToJsonString() ?? "null"}\nbut was   {actual?.ToJsonString() ?? "null"}");
    }

    internal static JsonNode? Json(HoconValue value) => value switch
    {
        HoconObject section => new JsonObject(section.Fields.Select(field => KeyValuePair.Create(field.Key, Json(field.Value)))),
        HoconArray list => new JsonArray([.. list.Items.Select(Json)]),
        HoconScalar { Type: ScalarKind.Text } text => JsonValue.Create(text.Text),
        HoconScalar scalar => JsonNode.Parse(scalar.Text),
        _ => throw new InvalidOperationException(),
    };
}
