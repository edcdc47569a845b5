namespace StreamActors.Http.Tests.Protocols;

public sealed class ProtocolSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task They_are_listed_and_shown_one_by_one_and_an_unknown_name_is_told_the_known_ones()
    {
        var all = (await _api.Get("protocols")).Is(200).Body;
        all.EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldContain("srt");
        var srt = (await _api.Get("protocols/srt")).Is(200).Body;
        srt.GetProperty("input").GetProperty("options").EnumerateArray().Select(o => o.GetProperty("name").GetString())
            .ShouldContain("latency-ms");
        (await _api.Get("protocols/hls")).IsRefused(404, "not-found").Body.GetProperty("detail").GetString().ShouldNotBeNull()
            .ShouldStartWith("There is no protocol 'hls'. Protocols: udp, ");
        var viewer =
            ("X-API-Key", (await _api.Post("keys", """{"name":"wall","role":"viewer"}""")).Is(201).Body.GetProperty("key").GetString()!);
        (await _api.Send("GET", "protocols", null, viewer)).Is(200);
    }

    [Fact]
    public async Task Each_example_is_taken_in_as_it_stands_and_is_the_same_with_all_of_it_in_the_url()
    {
        (await _api.Post("inputs", """{"id":"feed","address":{"url":"test://bars"}}""")).Is(201);
        foreach (var protocol in (await _api.Get("protocols")).Is(200).Body.EnumerateArray())
        {
            foreach (var (use, things) in (ValueTuple<string, string>[])[("input", "inputs"), ("output", "outputs")])
            {
                if (protocol.GetProperty(use) is not { ValueKind: System.Text.Json.JsonValueKind.Object } view)
                    continue;
                var (id, example) = ($"{protocol.GetProperty("name").GetString()}-{use}", view.GetProperty("example"));
                var of = use == "output" ? """ "input":"feed", """ : "";
                var apart = await Make(example.GetProperty("address").GetRawText());
                if (example.GetProperty("url").GetString() is { } url)
                    (await Make($$"""{"url":"{{url}}"}""")).ShouldBe(apart, url);

                async Task<string> Make(string address)
                {
                    var made = (await _api.Post(things, $$"""{"id":"{{id}}",{{of}}"address":{{address}}}"""))
                        .Is(201).Body.GetProperty("address").GetRawText();
                    (await _api.Delete($"{things}/{id}")).Is(204); // two outputs cannot share a destination
                    return made;
                }
            }
        }
    }
}
