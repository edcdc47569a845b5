namespace StreamActors.Http.Tests;

public sealed class OutputSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs", """{"id":"cam1","address":{"url":"udp://:5004"},"outputLimit":2}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task An_output_is_created_read_edited_and_removed()
    {
        var created =
            (await _api.Post("outputs", """{"id":"out1","name":"Out 1","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        (created.ETag, created.Location).ShouldBe(("\"1\"", "/api/v1/outputs/out1"));
        (await _api.Get("inputs/cam1")).Body.GetProperty("outputs").EnumerateArray().Select(o => o.GetString()).ShouldBe(["out1"]);
        (await _api.Patch("outputs/out1", """{"name":"Out One"}""")).Is(200).Body.GetProperty("name").GetString().ShouldBe("Out One");
        (await _api.Patch("outputs/out1", """{"input":"cam2"}""")).IsRefused(400, "invalid", "input");
        (await _api.Delete("inputs/cam1")).IsRefused(409, "in-use").Text.ShouldContain("out1");
        (await _api.Delete("outputs/out1")).Is(204);
        (await _api.Get("outputs/out1")).IsRefused(404, "not-found");
        await ApiServer.Until(async () => (await _api.Delete("inputs/cam1")).Status == 204);
    }

    [Fact]
    public async Task An_output_of_no_input_is_refused_and_of_a_full_one_too()
    {
        (await _api.Post("outputs", """{"id":"a","input":"none","address":{"url":"udp://10.0.0.1:7000"}}"""))
            .IsRefused(400, "invalid", "input");
        (await _api.Post("outputs", """{"id":"a","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"b","input":"cam1","address":{"url":"udp://10.0.0.1:7001"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"c","name":"c","input":"cam1","address":{"url":"udp://10.0.0.1:7002"}}"""))
            .IsRefused(409, "output-limit", "input");
        (await _api.Delete("outputs/a")).Is(204);
        await ApiServer.Until(
            async () => (await _api.Post("outputs",
                """{"id":"c","name":"c","input":"cam1","address":{"url":"udp://10.0.0.1:7002"}}""")).Status == 201);
    }

    [Fact]
    public async Task A_destination_belongs_to_one_output_and_the_same_place_with_another_key_is_another()
    {
        (await _api.Post("outputs", """{"id":"a","input":"cam1","address":{"url":"rtmp://live.example/app","secrets":{"key":"one"}}}"""))
            .Is(201);
        (await _api.Post("outputs", """{"id":"b","input":"cam1","address":{"url":"rtmp://LIVE.example:1935/app/one"}}"""))
            .IsRefused(409, "taken", "address.url").Text.ShouldContain("output/a");
        (await _api.Post("outputs", """{"id":"b","input":"cam1","address":{"url":"rtmp://live.example/app/two"}}""")).Is(201);
        (await _api.Patch("outputs/b", """{"address":{"secrets":{"key":"one"}}}""")).IsRefused(409, "taken", "address.url");
        (await _api.Patch("outputs/b", """{"name":"other"}""")).Is(200);
    }

    [Fact]
    public async Task An_output_that_would_feed_its_own_input_is_refused()
    {
        foreach (var url in new[] { "udp://127.0.0.1:5004", "rtp://localhost:5004", "udp://[::1]:5004" })
            (await _api.Post("outputs", $$$"""{"id":"echo","input":"cam1","address":{"url":"{{{url}}}"}}"""))
                .IsRefused(409, "loop", "address.url").Text.ShouldContain("cam1");
        (await _api.Post("outputs", """{"id":"echo","input":"cam1","address":{"url":"udp://127.0.0.1:5005"}}""")).Is(201);
        (await _api.Patch("outputs/echo", """{"address":{"url":"udp://127.0.0.1:5004"}}""")).IsRefused(409, "loop", "address.url");
    }

    [Fact]
    public async Task A_circle_through_several_inputs_is_refused_whichever_piece_closes_it()
    {
        await _api.Post("inputs", """{"id":"cam2","address":{"url":"udp://239.1.1.1:6000"}}""");
        (await _api.Post("outputs", """{"id":"there","input":"cam1","address":{"url":"udp://239.1.1.1:6000"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"back","input":"cam2","address":{"url":"udp://127.0.0.1:5004"}}"""))
            .IsRefused(409, "loop", "address.url");
        (await _api.Post("outputs", """{"id":"back","input":"cam2","address":{"url":"udp://127.0.0.1:5006"}}""")).Is(201);
        (await _api.Patch("inputs/cam1", """{"address":{"url":"udp://:5006"}}""")).IsRefused(409, "loop", "address.url");
    }

    [Fact]
    public async Task A_refused_output_leaves_its_name_its_destination_and_its_slot_to_others()
    {
        (await _api.Post("outputs", """{"id":"x","name":"Same","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"y","name":"Same","input":"cam1","address":{"url":"udp://10.0.0.1:7001"}}"""))
            .IsRefused(409, "taken", "name");
        (await _api.Post("outputs", """{"id":"x","name":"New","input":"cam1","address":{"url":"udp://10.0.0.1:7001"}}"""))
            .IsRefused(409, "exists");
        (await _api.Post("outputs", """{"id":"z","name":"New","input":"cam1","address":{"url":"udp://10.0.0.1:7001"}}""")).Is(201);
        (await _api.Get("inputs/cam1")).Body.GetProperty("outputs").EnumerateArray().Select(o => o.GetString()).ShouldBe(["x", "z"]);
    }

    [Fact]
    public async Task Another_input_is_refused_before_anything_is_taken_for_it()
    {
        (await _api.Post("outputs", """{"id":"x","name":"X","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"y","name":"Y","input":"cam1","address":{"url":"udp://10.0.0.1:7001"}}""")).Is(201);
        (await _api.Patch("outputs/x", """{"input":"cam2","name":"Y"}""")).IsRefused(400, "invalid", "input");
    }

    [Fact]
    public async Task Of_many_that_create_one_output_at_once_one_succeeds_and_it_is_whole()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(
            n => _api.Post("outputs",
                $$$"""{"id":"one","name":"N{{{n % 3}}}","input":"cam1","address":{"url":"udp://10.0.0.1:{{{7000 + n}}}"}}""")));
        answers.Count(a => a.Status == 201).ShouldBe(1);
        answers.Where(a => a.Status != 201).ShouldAllBe(a => a.Status == 409);
        await ApiServer.Until(async () => (await _api.Get("inputs/cam1")).Body.GetProperty("outputs").GetArrayLength() == 1);
        var name = (await _api.Get("outputs/one")).Body.GetProperty("name").GetString();
        (await _api.Post("outputs", $$$"""{"id":"two","name":"{{{name}}}","input":"cam1","address":{"url":"udp://10.0.0.2:7000"}}"""))
            .IsRefused(409, "taken", "name");
    }
}
