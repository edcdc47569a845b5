using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests;

public sealed class ListSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        var port = Ports.UdpRow(6);
        for (var n = 1; n <= 5; n++)
            (await _api.Post("inputs",
                $$$"""{"id":"cam{{{n}}}","name":"Camera {{{6 - n}}}","address":{"url":"{{{(n % 2 == 0 ? "udp://:" : "srt://peer:") + (port + n)}}}"},"labels":{"team":"{{{(n < 3 ? "news" : "sport")}}}"}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("", "cam1,cam2,cam3,cam4,cam5")]
    [InlineData("?sort=-id", "cam5,cam4,cam3,cam2,cam1")]
    [InlineData("?sort=name", "cam5,cam4,cam3,cam2,cam1")]
    [InlineData("?sort=phase,-name&size=2&page=2", "cam3,cam4")]
    [InlineData("?label=team=news", "cam1,cam2")]
    [InlineData("?label=team&protocol=udp", "cam2,cam4")]
    [InlineData("?q=CAMERA%203", "cam3")]
    [InlineData("?on=true", "")]
    [InlineData("?phase=idle&page=9", "")]
    public async Task A_list_is_filtered_sorted_and_paged(string query, string ids) =>
        string.Join(',', (await _api.Get("inputs" + query)).Is(200).Body.GetProperty("items").EnumerateArray()
        .Select(i => i.GetProperty("id").GetString())).ShouldBe(ids);

    [Theory]
    [InlineData("?size=501", "size")]
    [InlineData("?page=0&size=x", "page,size")]
    [InlineData("?sort=colour", "sort")]
    [InlineData("?on=yes", "on")]
    [InlineData("?phase=flying", "phase")]
    [InlineData("?label=", "label")]
    [InlineData("?colour=red", "colour")]
    public async Task A_query_that_makes_no_sense_is_refused_with_every_parameter_at_fault(string query, string fields) =>
        (await _api.Get("inputs" + query)).IsRefused(400, "invalid", fields.Split(','));

    [Fact]
    public async Task Outputs_of_one_input_are_listed_and_workloads_by_their_owner()
    {
        await _api.Post("outputs", """{"id":"o1","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""");
        await _api.Post("outputs", """{"id":"o2","input":"cam2","address":{"url":"udp://10.0.0.1:7001"}}""");
        (await _api.Get("outputs?input=cam2")).Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())
            .ShouldBe(["o2"]);
        await ApiServer.Until(async () => (await _api.Get("workloads")).Body.GetProperty("total").GetInt32() == 7);
        var item = (await _api.Get("workloads?owner=output/o2")).Is(200).Body.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        item.GetProperty("kind").GetString().ShouldBe("egress");
        var one = (await _api.Get($"workloads/{item.GetProperty("id").GetString()}")).Is(200);
        one.Body.GetProperty("state").GetProperty("phase").GetString().ShouldBe("idle");
        (await _api.Get("workloads/a~b~c~d")).IsRefused(404, "not-found");
        (await _api.Get("workloads/x")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task A_list_is_in_order_again_after_each_change()
    {
        async Task<string> Listed(string query) => string.Join(',', (await _api.Get(query)).Is(200).Body.GetProperty("items")
            .EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        (await Listed("inputs?sort=name")).ShouldBe("cam5,cam4,cam3,cam2,cam1");
        (await _api.Patch("inputs/cam3", """{"name":"Camera 9","labels":{"team":"news"}}""")).Is(200);
        (await Listed("inputs?sort=name")).ShouldBe("cam5,cam4,cam2,cam1,cam3");
        (await Listed("inputs?sort=-name&label=team=news")).ShouldBe("cam3,cam1,cam2");
        (await _api.Delete("inputs/cam1")).Is(204);
        (await Listed("inputs?sort=name&size=2&page=2")).ShouldBe("cam2,cam3");
    }

    [Fact]
    public async Task What_is_equal_by_what_it_is_sorted_by_stays_in_the_order_of_ids_backwards_too()
    {
        foreach (var (id, input) in new[] { ("b", "cam1"), ("a", "cam1"), ("d", "cam2"), ("c", "cam2") })
            (await _api.Post("outputs",
                $$$"""{"id":"{{{id}}}","input":"{{{input}}}","address":{"url":"udp://10.0.0.1:{{{7000 + id[0]}}}"}}""")).Is(201);
        async Task<string> Listed(string sort) => string.Concat((await _api.Get("outputs?sort=" + sort)).Is(200).Body.GetProperty("items")
            .EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        (await Listed("input")).ShouldBe("abcd");
        (await Listed("-input")).ShouldBe("cdab");
        (await Listed("-phase")).ShouldBe("abcd");
        (await Listed("-input,-id")).ShouldBe("dcba");
    }

    [Fact]
    public async Task A_list_follows_the_phases()
    {
        (await _api.Post("inputs/cam2/start")).Is(200); // a UDP port without a sender: it waits for its stream
        await ApiServer.Until(async () => (await _api.Get("inputs?phase=idle")).Body.GetProperty("total").GetInt32() == 4);
        await ApiServer.Until(
            async () => (await _api.Get("inputs?sort=phase")).Body.GetProperty("items")[4].GetProperty("id").GetString() == "cam2");
        (await _api.Post("inputs/cam2/stop")).Is(200);
        await ApiServer.Until(async () => (await _api.Get("inputs?phase=idle")).Body.GetProperty("total").GetInt32() == 5);
    }

    [Fact]
    public async Task After_a_restart_the_lists_are_what_they_were()
    {
        var folder = Directory.CreateTempSubdirectory("sa-api-").FullName;
        await using (var first = await ApiServer.Open(folder))
            (await first.Post("inputs", """{"id":"kept","address":{"url":"test://"}}""")).Is(201);
        await using (var second = await ApiServer.Open(folder))
            (await second.Get("inputs")).Is(200).Body.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe("kept");
        Directory.Delete(folder, recursive: true);
    }
}
