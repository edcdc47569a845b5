namespace StreamActors.Http.Tests;

/// <summary>Inspection: entities, where they are active, the journal. Roles and refusals as everywhere.</summary>
public sealed class InspectionSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Which_entities_there_are_where_one_is_and_how_the_journal_stands_is_told()
    {
        (await _api.Post("inputs", """{"id":"cam1","address":{"url":"udp://:5004"}}""")).Is(201);
        (await _api.Get("entities?kind=input&after=")).Is(200).Body.GetProperty("entities")[0].GetProperty("id").GetString()
            .ShouldBe("cam1");
        (await _api.Get("entities?kind=input&after=cam1")).Is(200).Body.GetProperty("entities").GetArrayLength().ShouldBe(0);
        (await _api.Get("entities/input/cam1/where")).Is(200).Body.GetProperty("node").GetString().ShouldStartWith("studio-");
        (await _api.Get("journal")).Is(200).Body.GetProperty("position").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_no_kind_no_id_or_no_parameter_is_refused_by_name()
    {
        (await _api.Get("entities")).IsRefused(400, "invalid", "kind");
        (await _api.Get("entities?kind=a~b&after=NO")).IsRefused(400, "invalid", "kind", "after");
        (await _api.Get("entities/Input/Not_An_Id/where")).IsRefused(400, "invalid", "kind", "id");
        (await _api.Get("journal?kind=input")).IsRefused(400, "invalid", "kind");
        (await _api.Delete("journal")).IsRefused(405, "method-not-allowed");
    }
}
