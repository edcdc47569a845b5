using System.Text;
using System.Text.Json;

namespace StreamActors.Http.Tests.Yaml;

/// <summary>YAML round trips, and everything beyond JSON is refused.</summary>
public sealed class YamlSpecs
{
    public static TheoryData<string> Texts =>
    [
        "", " ", "plain", "two words", "on", "Off", "yes", "NO", "y", "null", "~", "true", "007", "1", "-1", "1e3", "1.5", ".5", "0x1f",
        "1:30", "12:30:45", "2026-01-31", "srt://peer:9000?mode=caller", "a: b", "a #b", "#a", "- a", "-", "?", "!tag", "&anchor",
        "*alias", "|", ">", "%", "@at", "`tick", "{a}", "[b]", "'quoted'", "\"doubly\"", "back\\slash", "a\nb", "a\n", "\n", "\ttab",
        "trailing ", "Ünïcode", "🎥 camera", "\u0085\u2028", "\u0001", "---", "...", "a,b", "key: 'x'", "<<",
    ];

    [Theory, MemberData(nameof(Texts))]
    public void A_text_comes_back_as_it_was_as_a_value_as_a_key_and_in_a_list(string text)
    {
        var before = JsonSerializer.Serialize(new Dictionary<string, object> { [text] = text,
            ["list"] = new object[] { text, 1, true, new Dictionary<string, string> { ["in"] = text } } });
        var yaml = YamlText.Of(JsonDocument.Parse(before).RootElement);
        JsonElement.DeepEquals(JsonDocument.Parse(YamlReading.ToJson(Encoding.UTF8.GetBytes(yaml))).RootElement,
            JsonDocument.Parse(before).RootElement).ShouldBeTrue(yaml);
    }

    [Theory]
    [InlineData("""{"a":{},"b":[],"c":[[],[{}]],"d":null,"e":-1.5,"f":9007199254740993,"g":false,"h":{"i":{"j":[1,[2,[3]]]}}}""")]
    public void So_does_everything_else(string json) =>
        JsonElement.DeepEquals(
        JsonDocument.Parse(YamlReading.ToJson(Encoding.UTF8.GetBytes(YamlText.Of(JsonDocument.Parse(json).RootElement)))).RootElement,
        JsonDocument.Parse(json).RootElement).ShouldBeTrue();

    [Fact]
    public void What_people_write_is_understood() => Json(
        """
        # The morning's cameras
        format: streamactors/1
        inputs:
          - id: cam1           # the one by the door
            on: true
            labels: {floor: "2", team: 'news'}
            address:
              url: srt://camera.example:9000
              options:
                latency-ms: "200"
          - {id: cam2, stallAfter: 10s, outputLimit: 20, name: ~}
        outputs: []
        """).ShouldBe(
            """{"format":"streamactors/1","inputs":[{"id":"cam1","on":true,"labels":{"floor":"2","team":"news"},"address":{"url":"srt://camera.example:9000","options":{"latency-ms":"200"}}},{"id":"cam2","stallAfter":"10s","outputLimit":20,"name":null}],"outputs":[]}""");

    [Theory]
    [InlineData("a: &x 1\nb: *x", "Line 1, column 4: an anchor")]
    [InlineData("a: 1\nb: *x", "Line 2")]
    [InlineData("a: !!binary aGk=", "Line 1, column 4: a tag")]
    [InlineData("!x {a: 1}", "a tag")]
    [InlineData("a: 1\n---\nb: 2", "Line 2, column 1: a second document")]
    [InlineData("? [a, b]\n: c", "a key must be plain text")]
    [InlineData("a: [1, 2", "Line ")]
    [InlineData("a: 'x", "Line ")]
    [InlineData("a:\n\t- b", "tab")]
    [InlineData("a: \"\\ud83d\"", "")]
    [InlineData("a: b: c", "Line 1")]
    [InlineData("", "The document is empty.")]
    [InlineData("# nothing", "The document is empty.")]
    [InlineData("%YAML 3.0\n---\na: 1", "Line 1")]
    public void What_is_no_sound_YAML_or_more_than_is_taken_is_refused_with_its_place(string yaml, string says) =>
        Should.Throw<YamlRefusedException>(() => Json(yaml)).Message.ShouldContain(says);

    [Fact]
    public void However_deep_and_however_long_it_is_it_ends_soon()
    {
        Should.Throw<YamlRefusedException>(() => Json(new string('[', 200_000))).Message.ShouldContain("deeper than 32");
        Should.Throw<YamlRefusedException>(
            () => Json(string.Concat(Enumerable.Range(0, 100).Select(n => new string(' ', n) + "a:\n")))).Message.ShouldContain(
                "deeper than 32");
        Json($"a: [{string.Join(',', Enumerable.Repeat("1", 100_000))}]").Length.ShouldBeGreaterThan(200_000);
        Should.Throw<YamlRefusedException>(() => Json("a: " + new string('{', 100_000)));
    }

    [Fact]
    public void Of_any_bytes_at_all_it_says_no_or_gives_sound_JSON()
    {
        var random = new Random(4711);
        string[] parts = ["a", ": ", "- ", "\n", "  ", "'", "\"", "[", "]", "{", "}", ",", "#", "&", "*", "!", "|", ">", "%", "?", "\t",
            "\\", "\\x4", "\"\\ud83d\"", "1", "é", "\u0000", "---", "..."];
        for (var n = 0; n < 20_000; n++)
        {
            var yaml = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                JsonDocument.Parse(YamlReading.ToJson(Encoding.UTF8.GetBytes(yaml)),
                    new JsonDocumentOptions { AllowDuplicateProperties = true });
            }
            catch (YamlRefusedException)
            {
                // As intended.
            }
            catch (Exception other)
            {
                throw new InvalidOperationException($"{other.GetType().Name} of {JsonSerializer.Serialize(yaml)}", other);
            }
        }
    }

    private static string Json(string yaml) => Encoding.UTF8.GetString(YamlReading.ToJson(Encoding.UTF8.GetBytes(yaml)));
}
