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
    public async Task A_form_is_told_each_field_with_its_kind_limits_and_default_and_what_the_url_consists_of()
    {
        var srt = (await _api.Get("protocols/srt")).Is(200).Body.GetProperty("input");
        var latency = Field(srt, "options", "latency-ms");
        (latency.GetProperty("kind").GetString(), latency.GetProperty("min").GetInt64(), latency.GetProperty("max").GetInt64(),
            latency.GetProperty("required").GetBoolean()).ShouldBe(("number", 20, 8000, false));
        var mode = Field(srt, "options", "mode");
        (mode.GetProperty("kind").GetString(), mode.GetProperty("defaultValue").GetString()).ShouldBe(("choice", "caller"));
        mode.GetProperty("choices").EnumerateArray().Select(c => c.GetString()).ShouldBe(["caller", "listener", "rendezvous"]);
        srt.GetProperty("drivers").EnumerateArray().Select(c => c.GetString()).ShouldBe(["native", "ffmpeg", "mediamtx"]);
        Url(srt).ShouldBe(("required", "optional", "none", "none", "mode=listener"));
        var rtmp = (await _api.Get("protocols/rtmp")).Is(200).Body.GetProperty("output");
        Field(rtmp, "secrets", "key").GetProperty("required").GetBoolean().ShouldBeTrue();
        Field(rtmp, "secrets", "password").GetProperty("required").GetBoolean().ShouldBeFalse();
        Url(rtmp).ShouldBe(("required", "optional", "required", "optional", null));
        Url((await _api.Get("protocols/udp")).Body.GetProperty("input")).ShouldBe(("optional", "required", "none", "none", ""));
        Url((await _api.Get("protocols/file")).Body.GetProperty("output")).ShouldBe(("none", "none", "required", "none", null));

        static System.Text.Json.JsonElement Field(System.Text.Json.JsonElement use, string list, string name) =>
            use.GetProperty(list).EnumerateArray().Single(o => o.GetProperty("name").GetString() == name);

        static (string?, string?, string?, string?, string?) Url(System.Text.Json.JsonElement use)
        {
            var url = use.GetProperty("url");
            return (url.GetProperty("host").GetString(), url.GetProperty("port").GetString(), url.GetProperty("path").GetString(),
                url.GetProperty("user").GetString(), url.GetProperty("listensWith").GetString());
        }
    }

    [Fact]
    public void What_a_form_is_told_is_what_an_address_is_checked_by()
    {
        foreach (var option in Domain.Addresses.Protocols.Inputs.Concat(Domain.Addresses.Protocols.Outputs)
            .SelectMany(p => p.Options.Concat(p.Secrets)))
        {
            option.IsRight(option.Example).ShouldBeTrue($"{option.Name}={option.Example}");
            option.Values.ShouldAllBe(v => option.IsRight(v));
            if (option.Default is { } value)
                option.IsRight(value).ShouldBeTrue($"{option.Name}={value}");
            if (option.Kind != Domain.Addresses.OptionKind.Number)
                continue;
            option.IsRight($"{option.Min}").ShouldBeTrue(option.Name);
            option.IsRight($"{option.Min - 1}").ShouldBeFalse(option.Name);
            option.IsRight($"{option.Max ?? long.MaxValue}").ShouldBeTrue(option.Name);
            option.IsRight($"{(decimal?)option.Max + 1 ?? (decimal)long.MaxValue + 1}").ShouldBeFalse(option.Name);
        }
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
