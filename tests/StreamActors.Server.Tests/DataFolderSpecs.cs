using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>The permissions of the data folder, and warnings about it.</summary>
public sealed class DataFolderSpecs : IDisposable
{
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task What_is_stored_is_for_its_owner_alone_also_where_an_older_program_left_it_open()
    {
        await using (var first = await ServerProcess.Up(_scratch.Data))
        {
            await Closed();
            await first.Signal("KILL"); // the write-ahead log stays
            await first.Ended();
        }
        foreach (var file in Directory.EnumerateFiles(_scratch.Data, "streamactors.db*"))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var next = await ServerProcess.Up(_scratch.Data);
        await Closed();

        async Task Closed()
        {
            await Task.CompletedTask;
            (File.GetUnixFileMode(_scratch.Data) & Others).ShouldBe(default);
            var files = Directory.EnumerateFiles(_scratch.Data, "streamactors.db*").ToList();
            files.Count.ShouldBe(3, "the database, its log and its index");
            foreach (var file in files)
                (File.GetUnixFileMode(file) & Others).ShouldBe(default, file);
        }
    }

    [Fact]
    public async Task A_master_key_without_a_database_is_reported()
    {
        await using (var first = await ServerProcess.Up(_scratch.Data))
        {
            await first.Signal("TERM");
            (await first.Ended()).Said.ShouldNotContain("starts empty");
        }
        foreach (var file in Directory.EnumerateFiles(_scratch.Data, "streamactors.db*"))
            File.Delete(file);
        await using var next = await ServerProcess.Up(_scratch.Data);
        await next.Signal("TERM");
        (await next.Ended()).Said.ShouldContain("starts empty, though");
        next.Log.ShouldContain(line => line.Contains("master.key, but SQLite at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task So_is_one_beside_an_empty_PostgreSQL_and_a_database_that_has_its_key_is_none()
    {
        var postgres = await PostgresServer.Shared();
        var kept = await postgres.NewDatabase();
        (await Start(kept)).ShouldNotContain("starts empty");
        (await Start(await postgres.NewDatabase())).ShouldContain("starts empty, though it has a master key");
        (await Start(kept)).ShouldNotContain("starts empty");

        async Task<string> Start(string connection)
        {
            await using var server = await ServerProcess.Up(_scratch.Data, "--streamactors.journal.database=postgresql",
                $"--streamactors.journal.postgresql.connection={connection}");
            await server.Signal("TERM");
            return (await server.Ended()).Said;
        }
    }

    [Fact]
    public async Task A_folder_that_others_may_write_in_is_told()
    {
        Directory.CreateDirectory(_scratch.Data);
        File.SetUnixFileMode(_scratch.Data, (UnixFileMode)0b111_111_111);
        await using var server = await ServerProcess.Up(_scratch.Data);
        await server.Signal("TERM");
        await server.Ended();
        server.Log.ShouldContain(line => line.Contains($"chmod go-w {_scratch.Data}", StringComparison.Ordinal));
    }

    [Theory] // root writes everywhere: a folder in the place of a file is refused to everybody
    [InlineData("lock", ExitCode.NoPermission)]
    [InlineData("streamactors.db", ExitCode.Unavailable)]
    [InlineData("master.key", ExitCode.Configuration)]
    public async Task What_cannot_be_opened_is_told_in_words(string name, ExitCode code)
    {
        Directory.CreateDirectory(Path.Combine(_scratch.Data, name));
        var (ended, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--http", "127.0.0.1:0");
        ended.ShouldBe((int)code, said);
        said.ShouldContain(_scratch.Data);
        said.ShouldNotContain("   at ");
    }

    public void Dispose() => _scratch.Dispose();
}
