using Npgsql;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>Several servers on one PostgreSQL conflict, even with different folders and ports.</summary>
public sealed class LeaseSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_second_server_on_the_same_PostgreSQL_is_refused_and_told_who_is_there()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        await using var first = await Up("one", connection);
        var (code, said, _) = await ServerProcess.Run([.. Arguments("two", connection)]);

        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain($"process {first.Id}");
        (await first.Get("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_killed_server_s_place_is_free_again_when_its_lease_has_run_out()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        await using var first = await Up("one", connection);
        await first.Signal("KILL");
        await first.Ended();

        await using var next = await Up("one", connection);
        (await next.Get("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_server_whose_place_was_taken_ends_by_itself()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        await using var server = await Up("one", connection);
        await using (var source = NpgsqlDataSource.Create(connection))
        await using (var take = source.CreateCommand("UPDATE node_lease SET epoch = epoch + 1"))
            (await take.ExecuteNonQueryAsync()).ShouldBe(1);

        (await server.Ended()).Code.ShouldBe((int)ExitCode.Failed);
        server.Log.ShouldContain(line => line.Contains("taken over", StringComparison.Ordinal));
    }

    private Task<ServerProcess> Up(string folder, string connection) =>
        ServerProcess.Up(Path.Combine(_scratch.Folder, folder), [.. Arguments(folder, connection).Skip(5)]);

    private IEnumerable<string> Arguments(string folder, string connection) =>
    [
        "up", "--data", Path.Combine(_scratch.Folder, folder), "--http", "127.0.0.1:0",
        $"--streamactors.node={folder}", "--streamactors.journal.database=postgresql",
        $"--streamactors.journal.postgresql.connection={connection}",
    ];

    public void Dispose() => _scratch.Dispose();
}
