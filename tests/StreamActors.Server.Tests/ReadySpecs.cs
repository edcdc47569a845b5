using System.Text.Json;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

public sealed class ReadySpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Without_its_database_the_server_lives_and_is_not_ready_and_with_it_again_it_is()
    {
        await using var postgres = await PostgresServer.Start();
        var connection = await postgres.NewDatabase();
        await using var server = await ServerProcess.Up(
            _scratch.Data, "--streamactors.journal.database=postgresql", $"--streamactors.journal.postgresql.connection={connection}");
        (await server.Get("/health/ready")).Status.ShouldBe(200);

        await postgres.Kill();
        var (status, said) = await server.Get("/health/ready");
        status.ShouldBe(503);
        var check = said.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "database");
        check.GetProperty("status").GetString().ShouldBe("failed");
        check.GetProperty("says").GetString().ShouldNotBeNull().ShouldContain("PostgreSQL at 127.0.0.1");
        using (var stranger = new HttpClient { BaseAddress = await server.Url() })
        using (var answer = await stranger.GetAsync("/health/ready"))
        {
            ((int)answer.StatusCode).ShouldBe(503);
            var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("checks").EnumerateArray()
                .ToList();
            told.ShouldContain(c => c.GetProperty("name").GetString() == "database" && c.GetProperty("status").GetString() == "failed");
            told.ShouldAllBe(c => c.GetProperty("says").ValueKind == JsonValueKind.Null); // no details for anonymous clients
        }
        var (full, health) = await server.Get("/api/health");
        full.ShouldBe(503);
        health.GetProperty("status").GetString().ShouldBe("unhealthy");
        (await server.Get("/health/live")).Status.ShouldBe(200);

        await postgres.Run();
        // the failed write must succeed first
        await server.Until("/health/ready", ready => ready.GetProperty("status").GetString() == "ready");
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_write_while_the_database_is_away_says_that_nothing_was_stored_and_why_and_the_server_is_ready_again_by_itself()
    {
        await using var postgres = await PostgresServer.Start();
        var connection = await postgres.NewDatabase();
        await using var server = await ServerProcess.Up(
            _scratch.Data, "--streamactors.journal.database=postgresql", $"--streamactors.journal.postgresql.connection={connection}");
        (await server.Get("/health/ready")).Status.ShouldBe(200);

        await postgres.Kill();
        using var body = new StringContent("""{"id":"studio","address":{"url":"udp://127.0.0.1:5004"}}""", System.Text.Encoding.UTF8,
            "application/json");
        using var http = await server.Client();
        using var answer = await http.PostAsync("/api/v1/inputs", body);
        ((int)answer.StatusCode).ShouldBe(503);
        var problem = await answer.Content.ReadAsStringAsync();
        problem.ShouldContain("Nothing was stored");
        problem.ShouldContain("cannot be reached");

        await postgres.Run();
        await server.Until("/health/ready", ready => ready.GetProperty("status").GetString() == "ready");
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    public void Dispose() => _scratch.Dispose();
}
