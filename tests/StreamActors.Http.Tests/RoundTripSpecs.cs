using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Testing.Peers;
using StreamActors.Wire;

namespace StreamActors.Http.Tests;

/// <summary>What GET shows can be sent back by PATCH, whole or in part, and nothing is lost.</summary>
public sealed class RoundTripSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open(more: o => o with { Media = o.Media with { Capture = true } });
        (await _api.Post("inputs", """{"id":"cam","address":{"url":"test://"}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Every_field_of_an_input_survives() => await Survives("inputs", WireJson.Plain.InputDraft, InputDraftOf("full"),
        () => Input("full"), new InputConfig("", new Address("x"), On: false));

    [Fact]
    public async Task Every_field_of_an_output_survives() => await Survives("outputs", WireJson.Plain.OutputDraft, OutputDraftOf("full"),
        () => Output("full"), new OutputConfig("", "", Slot: -1, new Address("x"), On: false));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_protocol_survives_with_its_options_and_secrets(bool isIngest)
    {
        var path = isIngest ? "inputs" : "outputs";
        foreach (var protocol in Domain.Addresses.Protocols.Of(isIngest))
        {
            var draft = new JsonObject
            {
                ["id"] = $"a-{protocol.Name}",
                ["address"] = new JsonObject
                {
                    ["url"] = protocol.Example.Url, ["options"] = Object(protocol.Example.Options),
                    ["secrets"] = Object(protocol.Example.Secrets),
                },
            };
            if (!isIngest)
                draft["input"] = "cam";
            (await _api.Post(path, draft.ToJsonString())).Is(201);
            await SentBack(path, $"a-{protocol.Name}", ["id", "address"]);
        }
    }

    private static JsonObject InputDraftOf(string id) => new()
    {
        ["id"] = id, ["name"] = "A name", ["on"] = true, ["stallAfter"] = "77s", ["outputLimit"] = 7,
        ["labels"] = new JsonObject { ["team"] = "news" },
        ["address"] = new JsonObject
        {
            ["url"] = $"srt://127.0.0.1:{Ports.Udp()}",
            ["options"] = new JsonObject { ["mode"] = "listener", ["latency-ms"] = "300" },
            ["secrets"] = new JsonObject { ["passphrase"] = "canary-long-secret" },
        },
    };

    private static JsonObject OutputDraftOf(string id)
    {
        var draft = InputDraftOf(id);
        draft.Remove("outputLimit");
        draft["input"] = "cam";
        return draft;
    }

    private async Task Survives<TDraft, TConfig>(
        string path, JsonTypeInfo<TDraft> type, JsonObject draft, Func<TConfig> stored, TConfig plain)
    {
        var fields = type.Properties.Select(p => p.Name).ToList();
        draft.Select(f => f.Key).Order().ShouldBe(fields.Order(), "this test gives every field that there is");
        (await _api.Post(path, draft.ToJsonString())).Is(201);
        var before = stored();
        foreach (var property in Properties<TConfig>())
            Text(property, before).ShouldNotBe(Text(property, plain), $"{property.Name} has a value of its own");
        await SentBack(path, "full", fields);
        stored().ShouldBe(before);
        foreach (var (field, value) in draft)
        {
            (await _api.Patch($"{path}/full", new JsonObject { [field] = value!.DeepClone() }.ToJsonString())).Is(200);
            Same(stored(), before, nameof(Address)); // a secret that is given again is stored again
        }
        (await _api.Patch($"{path}/full", """{"name":"Another name"}""")).Is(200);
        Same(stored(), before, nameof(Address), "Name", "Reserved");
    }

    /// <summary>Sends the fields that GET shows, one by one and together: nothing is stored.</summary>
    private async Task SentBack(string path, string id, IReadOnlyList<string> fields)
    {
        var shown = (await _api.Get($"{path}/{id}")).Is(200);
        var body = new JsonObject();
        foreach (var field in fields)
            body[field] = JsonNode.Parse(shown.Body.GetProperty(field).GetRawText());
        foreach (var patch in fields.Select(f => new JsonObject { [f] = body[f]!.DeepClone() }).Append(body).Append([]))
        {
            var answer = await _api.Patch($"{path}/{id}", patch.ToJsonString());
            answer.Is(200);
            answer.ETag.ShouldBe(shown.ETag, $"{patch.ToJsonString()} is what it has");
            foreach (var field in fields)
                answer.Body.GetProperty(field).GetRawText().ShouldBe(shown.Body.GetProperty(field).GetRawText());
        }
    }

    private static void Same<TConfig>(TConfig now, TConfig before, params string[] except)
    {
        foreach (var property in Properties<TConfig>().Where(p => !except.Contains(p.Name)))
            Text(property, now).ShouldBe(Text(property, before), property.Name);
    }

    private static IEnumerable<PropertyInfo> Properties<TConfig>() =>
        typeof(TConfig).GetProperties().Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private static string Text(PropertyInfo property, object? config) => JsonSerializer.Serialize(property.GetValue(config));

    private static JsonObject Object(IEnumerable<(string Name, string Value)> pairs) =>
        new(pairs.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Value)));

    private Catalogue Catalogue => _api.Parts.GetRequiredService<Catalogue>();

    private InputConfig Input(string id) => ((InputState)Catalogue.Find(new InputId(id).EntityId)!.Order).Config!;

    private OutputConfig Output(string id) => ((OutputState)Catalogue.Find(new OutputId(id).EntityId)!.Order).Config!;
}
