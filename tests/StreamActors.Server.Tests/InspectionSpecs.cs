using System.Text.Json;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>What consoles query: which entities exist, where one is active, the state of the journal.</summary>
public sealed class InspectionSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_server_tells_where_an_entity_is_awake_and_of_one_that_is_not_that_it_is_nowhere()
    {
        await using var server = await ServerProcess.Up(_scratch.Data, "--node", "studio-1");
        string? node = null;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var looks = 0; node is null && looks < 400; looks++)
        {
            node = (await server.Get("/api/v1/entities/follower/projection-wanted/where")).Body.GetProperty("node").GetString();
            await look.WaitForNextTickAsync();
        }
        node.ShouldBe("studio-1");
        (await server.Get("/api/v1/entities/input/nobody/where")).Body.GetProperty("node").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.Get("/api/v1/entities/input/Not_An_Id/where")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_server_tells_page_by_page_which_entities_of_a_kind_there_are(string dialect)
    {
        string[] choice = dialect == "SQLite"
            ? []
            : ["--streamactors.journal.database=postgresql",
            $"--streamactors.journal.postgresql.connection={await (await PostgresServer.Shared()).NewDatabase()}"];
        await Journals.Write([.. choice, "--data", _scratch.Data], from: 1, count: 203);
        await using var server = await ServerProcess.Up(_scratch.Data, choice);

        var (_, page) = await server.Get("/api/v1/entities?kind=reservation");
        var first = page.GetProperty("entities").EnumerateArray().ToList();
        first.Count.ShouldBe(200);
        (first[0].GetProperty("kind").GetString(), first[0].GetProperty("version").GetInt64()).ShouldBe(("reservation", 1));
        var (_, rest) = await server.Get($"/api/v1/entities?kind=reservation&after={page.GetProperty("next").GetString()}");
        var second = rest.GetProperty("entities").EnumerateArray().ToList();
        second.Count.ShouldBe(3);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        first.Concat(second).Select(e => e.GetProperty("id").GetString()).Distinct().Count().ShouldBe(203);
        (await server.Get("/api/v1/entities?kind=reserv")).Body.GetProperty("entities").GetArrayLength().ShouldBe(0);
        var (status, refusal) = await server.Get("/api/v1/entities");
        (status, refusal.GetProperty("code").GetString(), refusal.GetProperty("errors")[0].GetProperty("field").GetString()).ShouldBe(
            (400, "invalid", "kind"));

        var (_, journal) = await server.Get("/api/v1/journal");
        journal.GetProperty("position").GetInt64().ShouldBe(204); // with the key of the first start
        journal.GetProperty("database").GetString().ShouldBe(dialect);
        journal.GetProperty("readers").EnumerateArray().Select(r => r.GetProperty("name").GetString())
            .ShouldBe(["follower:inputs", "follower:outputs", "projection:wanted"], ignoreOrder: true);
    }

    public void Dispose() => _scratch.Dispose();
}
