using System.Text.Json;

namespace StreamActors.Http.Tests;

/// <summary>SRT inputs and outputs that listen: on the shared port, on one that they name, or on one that they are given.</summary>
public sealed class SrtInputSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() =>
        _api = await ApiServer.Open(more: o => o with { Media = o.Media with { Srt = new() { ListenPorts = new(8891, 8892) } } });

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Inputs_without_a_port_share_one_and_say_who_may_publish()
    {
        (await Input("one", "srt://?mode=listener&key=sesame")).Is(201);
        (await Input("two", "srt://?mode=listener&passphrase=correct-horse")).Is(201);
        (await Input("any", "srt://?mode=listener&any-publisher=true")).Is(201);
        (await Input("none", "srt://?mode=listener")).IsRefused(400, "invalid", "address.secrets.key")
            .Text.ShouldContain("a key or a passphrase that publishers must give, or the option any-publisher=true");
        (await Input("host", "srt://0.0.0.0?mode=listener&key=sesame")).IsRefused(400, "invalid", "address.url");
        (await Input("both", "srt://?mode=listener&key=sesame&any-publisher=true"))
            .IsRefused(400, "invalid", "address.options.any-publisher");
        (await Input("own", "srt://:9000?mode=listener&key=sesame")).IsRefused(400, "invalid", "address.secrets.key");
        (await Input("ffmpeg", "srt://?mode=listener&driver=ffmpeg")).IsRefused(400, "invalid", "address.url");
        (await Input("mtx", "srt://?mode=listener&driver=mediamtx")).Is(201);
        (await Input("udp", "udp://:8890")).IsRefused(409, "taken", "address.url").Text.ShouldContain("media.srt.port");
        (await Output("out", "srt://:8890?mode=listener")).IsRefused(409, "taken", "address.url");
    }

    [Fact]
    public async Task What_to_enter_in_an_encoder_is_shown_without_secrets()
    {
        await Input("one", "srt://?mode=listener&key=sesame&passphrase=correct-horse&latency=300");
        var shown = (await _api.Get("inputs/one")).Is(200);
        shown.Text.ShouldNotContain("sesame");
        shown.Text.ShouldNotContain("correct-horse");
        var publish = shown.Body.GetProperty("publish");
        string? Text(string name) => publish.GetProperty(name).GetString();
        const string Server = "srt://HOST:8890?streamid=publish:one:KEY&latency=300000&passphrase=PASSPHRASE";
        Text("server").ShouldBe(Server);
        Text("streamKey").ShouldBe("none; KEY and PASSPHRASE are secrets of this input and are not shown again");
        Text("ffmpeg").ShouldBe($"ffmpeg -re -i FILE -c copy -f mpegts \"{Server}&pkt_size=1316\"");
        Text("vmix").ShouldBe(
            "type Caller, hostname HOST, port 8890, latency 300, stream ID publish:one:KEY, passphrase PASSPHRASE");
        await Input("any", "srt://?mode=listener&any-publisher=true");
        (await _api.Get("inputs/any")).Body.GetProperty("publish").GetProperty("server").GetString()
            .ShouldBe("srt://HOST:8890?streamid=publish:any&latency=120000");
        await Input("own", "srt://:9000?mode=listener");
        (await _api.Get("inputs/own")).Body.TryGetProperty("publish", out var none);
        none.ValueKind.ShouldBeOneOf(JsonValueKind.Undefined, JsonValueKind.Null);
    }

    [Fact]
    public async Task With_port_auto_a_listener_gets_a_port_and_keeps_it()
    {
        (await Input("one", "srt://?mode=listener&port=auto")).Is(201);
        await IsAt("inputs/one", "srt://:8891");
        (await Input("other", "srt://:8891?mode=listener")).IsRefused(409, "taken", "address.url").Text.ShouldContain("input/one");
        (await Output("two", "srt://127.0.0.1?mode=listener&port=auto")).Is(201);
        await IsAt("outputs/two", "srt://127.0.0.1:8892");
        (await Input("three", "srt://?mode=listener&port=auto")).IsRefused(409, "taken", "address.options.port")
            .Text.ShouldContain("No port is free in media.srt.listen-ports (8891-8892).");
        (await _api.Patch("inputs/one", """{"address":{"url":"srt://?mode=listener&port=auto"},"name":"One"}""")).Is(200);
        await IsAt("inputs/one", "srt://:8891");
        (await _api.Patch("inputs/one", """{"address":{"options":{"port":"auto"} } }"""))
            .IsRefused(400, "invalid", "address.options.port");
        (await _api.Delete("inputs/one", ("If-Match", "*"))).Is(204);
        await ApiServer.Until(async () => (await Input("three", "srt://?mode=listener&port=auto")).Status == 201);
        await IsAt("inputs/three", "srt://:8891");
    }

    private async Task IsAt(string path, string url)
    {
        var address = (await _api.Get(path)).Is(200).Body.GetProperty("address");
        address.GetProperty("url").GetString().ShouldBe(url);
        address.GetProperty("options").EnumerateObject().Select(o => o.Name).ShouldBe(["mode"]);
    }

    private Task<Answer> Input(string id, string url) => _api.Post("inputs", $$"""{"id":"{{id}}","address":{"url":"{{url}}"} }""");

    private async Task<Answer> Output(string id, string url)
    {
        await Input("source", "udp://:5004");
        return await _api.Post("outputs", $$"""{"id":"{{id}}","input":"source","address":{"url":"{{url}}"} }""");
    }
}
