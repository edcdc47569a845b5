using System.Text.Json;

namespace StreamActors.Http.Tests;

/// <summary>Several RTMP inputs on one port, each with its own application and stream key.</summary>
public sealed class RtmpInputSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Inputs_share_a_port_and_a_key_is_taken_once()
    {
        (await Post("one", "rtmp://0.0.0.0:1935/live/one")).Is(201);
        (await Post("two", "rtmp://0.0.0.0:1935/live/two")).Is(201);
        var refused = (await Post("other", "rtmp://0.0.0.0:1935/live/one")).IsRefused(409, "taken", "address.url");
        refused.Text.ShouldContain("input/one has this application and stream key on this port.");
        (await Post("three", "rtmp://0.0.0.0:1936/live/one")).Is(201);
        (await _api.Patch("inputs/two", """{"address":{"secrets":{"key":"one"}}}""")).IsRefused(409, "taken", "address.url");
        (await _api.Patch("inputs/two", """{"name":"Two"}""")).Is(200);
        (await _api.Delete("inputs/one", ("If-Match", "*"))).Is(204);
        await ApiServer.Until(async () => (await Post("other", "rtmp://0.0.0.0:1935/live/one")).Status == 201);
    }

    [Fact]
    public async Task An_input_with_FFmpeg_has_its_port_for_itself()
    {
        (await Post("one", "rtmp://0.0.0.0:1935/live/one")).Is(201);
        var refused = (await Post("two", "rtmp://0.0.0.0:1935/live/two", "ffmpeg")).IsRefused(409, "taken", "address.url");
        refused.Text.ShouldContain("one listens there");
        (await Post("two", "rtmp://0.0.0.0:1936/live/two", "ffmpeg")).Is(201);
        (await Post("three", "rtmp://0.0.0.0:1936/live/three")).IsRefused(409, "taken", "address.url");
        (await Post("four", "rtmp://0.0.0.0:1936/live/four", "ffmpeg")).IsRefused(409, "taken", "address.url");
    }

    [Fact]
    public async Task What_to_enter_in_an_encoder_is_shown_without_the_key()
    {
        await Post("one", "rtmp://0.0.0.0/live/sesame");
        var shown = (await _api.Get("inputs/one")).Is(200);
        shown.Text.ShouldNotContain("sesame");
        var publish = shown.Body.GetProperty("publish");
        publish.GetProperty("server").GetString().ShouldBe("rtmp://HOST:1935/live");
        publish.GetProperty("streamKey").GetString().ShouldBe("as given in the secret 'key' of this input; it is not shown again");
        await Post("any", "rtmp://192.0.2.1:1936/live");
        var any = (await _api.Get("inputs/any")).Is(200).Body.GetProperty("publish");
        (any.GetProperty("server").GetString(), any.GetProperty("streamKey").GetString()).ShouldBe(("rtmp://192.0.2.1:1936/live", "any"));
        await _api.Post("inputs", """{"id":"pulled","address":{"url":"rtmp://origin.example/live/one"}}""");
        (await _api.Get("inputs/pulled")).Body.TryGetProperty("publish", out var none);
        none.ValueKind.ShouldBeOneOf(JsonValueKind.Undefined, JsonValueKind.Null);
    }

    private Task<Answer> Post(string id, string url, string driver = "auto") => _api.Post("inputs",
        $$"""{"id":"{{id}}","address":{"url":"{{url}}","options":{"driver":"{{driver}}","mode":"listen"} } }""");
}
