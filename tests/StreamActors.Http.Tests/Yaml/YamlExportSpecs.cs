using System.Net.Http.Headers;
using System.Text;

namespace StreamActors.Http.Tests.Yaml;

/// <summary>Export and import in YAML over the API.</summary>
public sealed class YamlExportSpecs : IAsyncLifetime
{
    private const string Passphrase = "a passphrase: 'of' the \"house\"";

    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs",
            """{"id":"cam1","name":"on","address":{"url":"srt://peer:9000","options":{"latency-ms":"200"},"secrets":{"passphrase":"canary-one-long"}},"labels":{"floor":"2","team":"Ünïted 🎥: #1"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/canary-key"}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task It_makes_another_server_what_this_one_is()
    {
        var export = (await _api.Post("export", $$"""{"passphrase":{{System.Text.Json.JsonSerializer.Serialize(Passphrase)}}}""",
            ("Accept", YamlText.MediaType))).Is(200);
        export.ContentType.ShouldBe(YamlText.MediaType);
        export.Text.ShouldStartWith("format: streamactors/1\n");
        export.Text.ShouldNotContain("canary");
        await using var other = await ApiServer.Open();
        (await Import(other, export.Text)).IsRefused(400, "invalid", "passphrase");
        (await Import(other, $"{export.Text}passphrase: '{Passphrase.Replace("'", "''", StringComparison.Ordinal)}'\n"))
            .Is(200).Body.GetProperty("created").GetArrayLength().ShouldBe(2);
        (await other.Get("export")).Is(200).Text.ShouldBe((await _api.Get("export")).Is(200).Text);
        (await Yaml(other)).ShouldBe(await Yaml(_api));
    }

    [Fact]
    public async Task What_is_wrong_in_it_is_told_as_of_JSON()
    {
        (await Import(_api, "format: streamactors/1\ninputs: 7")).IsRefused(400, "invalid", "inputs");
        (await Import(_api, "format: streamactors/1\ninputs:\n  - id: x\n    addres: {}\n")).Status.ShouldBe(400);
        (await Import(_api, "format: [")).IsRefused(400, "invalid-yaml", "(body)");
        (await Import(_api, "format: a\nformat: b")).IsRefused(400, "invalid-json", "(body)");
        using var yaml =
            new ByteArrayContent("id: x"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/yaml") } };
        using var refused = await _api.Http.PostAsync(new Uri("/api/v1/inputs", UriKind.Relative), yaml);
        ((int)refused.StatusCode).ShouldBe(415);
    }

    private static async Task<string> Yaml(ApiServer api) =>
        (await api.Send("GET", "export", null, ("Accept", "text/html, application/yaml;q=0.9"))).Is(200).Text;

    private static async Task<Answer> Import(ApiServer api, string yaml)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/import") {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(yaml)) {
                Headers = { ContentType = new MediaTypeHeaderValue("application/yaml") } } };
        using var response = await api.Http.SendAsync(request);
        var answer = await Answer.Of(response);
        (await api.Described()).Complaints("POST", "import", answer).ShouldBeEmpty();
        return answer;
    }
}
