using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Http.Tests;

/// <summary>The OpenAPI document. ApiServer.Send compares every response of all tests with it.</summary>
public sealed class DocumentSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Every_body_has_an_example_that_fits_its_schema_and_so_has_every_answer_that_has_one()
    {
        var document = await _api.Described();
        document.Root["openapi"]!.GetValue<string>().ShouldBe("3.1.0");
        var checkedExamples = 0;
        foreach (var (path, methods) in document.Root["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                operation!["summary"]!.GetValue<string>().ShouldNotBeNullOrEmpty($"{method} {path}");
                if (operation["requestBody"] is { } body)
                    body["content"]!.AsObject().First().Value!["example"]
                        .ShouldNotBeNull($"{method} {path} shows no example of what is sent.");
                foreach (var media in Media(operation))
                {
                    if (media["example"] is not { } example || media["schema"]!["$ref"] is null)
                        continue;
                    document.Faults(JsonSerializer.SerializeToElement(example), media["schema"]!.AsObject())
                        .ShouldBeEmpty($"{method} {path}");
                    checkedExamples++;
                }
            }
        }
        checkedExamples.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_from_the_root_of_the_document()
    {
        var root = (await _api.Described()).Root;
        IEnumerable<string> References(JsonNode? node) => node switch
        {
            JsonObject o => o.SelectMany(p => p is { Key: "$ref", Value: JsonValue v } ? [v.GetValue<string>()] : References(p.Value)),
            JsonArray a => a.SelectMany(References),
            _ => [],
        };
        var references = References(root).Distinct(StringComparer.Ordinal).ToList();
        references.Count(r => r.Contains("/properties/", StringComparison.Ordinal)).ShouldBeGreaterThan(5);
        references.Where(r => r[2..].Split('/').Aggregate((JsonNode?)root, (at, part) => at?[part]) is null).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_examples_work_as_they_stand()
    {
        var document = await _api.Described();
        JsonNode Example(string path, string method) =>
            document.Root["paths"]![path]![method]!["requestBody"]!["content"]!.AsObject().First().Value!["example"]!;
        (await _api.Post("inputs", Example("/inputs", "post").ToJsonString())).Is(201);
        (await _api.Post("outputs", Example("/outputs", "post").ToJsonString())).Is(201);
        (await _api.Patch("inputs/cam1", Example("/inputs/{id}", "patch").ToJsonString())).Is(200);
        (await _api.Patch("outputs/platform", Example("/outputs/{id}", "patch").ToJsonString())).Is(200);
        (await _api.Post("channels", Example("/channels", "post").ToJsonString())).Is(201);
        (await _api.Patch("channels/newsroom", Example("/channels/{id}", "patch").ToJsonString())).Is(200);
        (await _api.Post("alert-rules", Example("/alert-rules", "post").ToJsonString())).Is(201);
        (await _api.Patch("alert-rules/bitrate-low-news", Example("/alert-rules/{id}", "patch").ToJsonString())).Is(200);
        (await _api.Post("alerts/parked~output~platform/silence", Example("/alerts/{id}/silence", "post").ToJsonString())).Is(200);
        (await _api.Post("users", Example("/users", "post").ToJsonString())).Is(201);
        (await _api.Post("login", Example("/login", "post").ToJsonString())).Is(200);
        (await _api.Post("keys", Example("/keys", "post").ToJsonString())).Is(201);
    }

    [Fact]
    public async Task An_answer_that_is_not_as_described_is_complained_of()
    {
        var document = await _api.Described();
        var answer = await _api.Get("inputs");
        document.Complaints("GET", "inputs", answer with { Status = 299 }).ShouldHaveSingleItem();
        document.Complaints("GET", "inputs", answer with { Text = """{"items":[{}],"page":"1","size":1,"total":0,"more":1}""" }).Count()
            .ShouldBeGreaterThan(5);
    }

    private static IEnumerable<JsonObject> Media(JsonNode operation) =>
        (operation["responses"]!.AsObject().Select(r => r.Value!["content"]).Append(operation["requestBody"]?["content"]))
        .OfType<JsonObject>().SelectMany(c => c.Select(m => m.Value!.AsObject()));
}
