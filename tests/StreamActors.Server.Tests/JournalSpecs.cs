using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

/// <summary>A server and its existing journal.</summary>
public sealed class JournalSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Events_of_an_earlier_run_are_there_again_also_after_a_kill()
    {
        await Store(20);
        await using var first = await ServerProcess.Up(_scratch.Data);
        // with the key of the first start
        (await first.Get("/api/health")).Body.GetProperty("journal").GetProperty("position").GetInt64().ShouldBe(21);
        await first.Signal("KILL");
        await first.Ended();

        await using var next = await ServerProcess.Up(_scratch.Data);
        // with the key of the first start
        (await next.Get("/api/health")).Body.GetProperty("journal").GetProperty("position").GetInt64().ShouldBe(21);
        await next.Signal("TERM");
        await next.Ended();
        (await ServerProcess.Run("journal", "verify", "--data", _scratch.Data)).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Said), r => r.Log[^1].ShouldContain("21 events"));
    }

    [Fact]
    public async Task A_damaged_file_stops_the_start_and_says_what_to_do()
    {
        await Store(500);
        var file = Path.Combine(_scratch.Data, "streamactors.db");
        await using (var stream = File.OpenWrite(file))
        {
            stream.Position = stream.Length / 2;
            stream.Write(Enumerable.Repeat((byte)0x5a, 20_000).ToArray());
        }
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--http", "127.0.0.1:0");
        code.ShouldBe((int)ExitCode.JournalRefused, said);
        said.ShouldContain("backup");
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Events_of_a_newer_program_stop_the_start_and_journal_verify_lists_them()
    {
        await Store(1, new Vocabulary().Add("reservation-confirmed", 99, TestJson.Default.Confirmed));
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--http", "127.0.0.1:0");
        code.ShouldBe((int)ExitCode.JournalRefused, said);
        said.ShouldContain("reservation-confirmed.v99");

        var verified = await ServerProcess.Run("journal", "verify", "--data", _scratch.Data);
        verified.Code.ShouldBe((int)ExitCode.Failed, verified.Said);
        verified.Log.ShouldContain(line => line.Contains("reservation/udp~5000 #1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task To_verify_makes_no_journal_where_there_is_none()
    {
        var (code, said, _) = await ServerProcess.Run("journal", "verify", "--data", _scratch.Data);
        code.ShouldBe((int)ExitCode.JournalRefused);
        said.ShouldContain("--data");
        Directory.Exists(_scratch.Data).ShouldBeFalse();

        Directory.CreateDirectory(_scratch.Data);
        (await ServerProcess.Run("journal", "verify", "--data", _scratch.Data)).Said.ShouldContain("streamactors.db");
        Directory.EnumerateFileSystemEntries(_scratch.Data).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task To_verify_changes_no_byte_also_where_a_kill_has_left_a_log(bool killed)
    {
        await Store(20);
        if (killed)
        {
            await using var server = await ServerProcess.Up(_scratch.Data);
            await server.Signal("KILL");
            await server.Ended();
            File.Delete(Path.Combine(_scratch.Data, "streamactors.db-shm")); // as in a copy of the folder
        }
        var before = Files();
        before.Keys.Contains("streamactors.db-wal").ShouldBe(killed);

        (await ServerProcess.Run("journal", "verify", "--data", _scratch.Data)).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(0, r.Said), r => r.Log[^1].ShouldContain(killed ? "21 events" : "20 events"));
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task A_journal_of_an_older_schema_is_verified_as_it_is()
    {
        await Store(20);
        await using (var database = new SqliteDatabase(Path.Combine(_scratch.Data, "streamactors.db"), NullLogger<SqliteDatabase>.Instance))
            await database.Change(async t => await Run(t.Connection!, t, "DROP TABLE schema_version; DROP TABLE data_keys"),
                CancellationToken.None);
        var before = Files();
        var (code, said, log) = await ServerProcess.Run("journal", "verify", "--data", _scratch.Data);
        code.ShouldBe(0, said);
        log.ShouldContain($"Its schema version is 0: the next start upgrades it to {Schema.Version}.");
        log[^1].ShouldContain("20 events");
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task To_verify_makes_no_table_in_PostgreSQL()
    {
        Directory.CreateDirectory(_scratch.Data);
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        string[] verify = ["journal", "verify", "--data", _scratch.Data, "--streamactors.journal.database=postgresql",
            $"--streamactors.journal.postgresql.connection={connection}"];
        var (code, said, _) = await ServerProcess.Run(verify);
        code.ShouldBe((int)ExitCode.JournalRefused, said);
        said.ShouldContain("no tables 'journal' and 'snapshot'");
        (await Tables()).ShouldBe(0);

        await using (var database = new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance))
        {
            await Schema.Prepare(database, TimeProvider.System, CancellationToken.None);
            await database.Change(async t => await Run(t.Connection!, t, "DROP TABLE schema_version; DROP TABLE data_keys"),
                CancellationToken.None);
        }
        var before = await Tables();
        (await ServerProcess.Run(verify)).Code.ShouldBe(0);
        (await Tables()).ShouldBe(before);

        async Task<long> Tables()
        {
            await using var source = Npgsql.NpgsqlDataSource.Create(connection);
            await using var count =
                source.CreateCommand(
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'");
            return (long)(await count.ExecuteScalarAsync())!;
        }
    }

    [Fact]
    public async Task A_journal_in_use_is_not_verified()
    {
        await using var server = await ServerProcess.Up(_scratch.Data);
        (await ServerProcess.Run("journal", "verify", "--data", _scratch.Data)).Code.ShouldBe((int)ExitCode.InUse);
    }

    /// <summary>Every file with its bytes and its time of change; the lock is taken and released.</summary>
    private Dictionary<string, string> Files() => Directory.GetFiles(_scratch.Data).Where(f => Path.GetFileName(f) != "lock")
        .ToDictionary(f => Path.GetFileName(f),
        f => $"{File.GetLastWriteTimeUtc(f):O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}",
        StringComparer.Ordinal);

    private static async Task<int> Run(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return await command.ExecuteNonQueryAsync();
    }

    private async Task Store(int events, Vocabulary? vocabulary = null)
    {
        Directory.CreateDirectory(_scratch.Data);
        var words = vocabulary ?? Words.Vocabulary();
        await using var database = new SqliteDatabase(Path.Combine(_scratch.Data, "streamactors.db"), NullLogger<SqliteDatabase>.Instance);
        await Schema.Prepare(database, TimeProvider.System, CancellationToken.None);
        var journal = new SqlJournal(database, new EnvelopeFormat(words), new SnapshotFormat(words), new CommitSignal(),
            TimeProvider.System, NullLogger<SqlJournal>.Instance);
        for (var n = 0; n < events; n++)
        {
            var key = ReservationId.UdpPort(5000 + n);
            var owner = new EntityId("input", "studio");
            await journal.Append(key.EntityId, 0, Guid.NewGuid(),
                [new Envelope("test", null, CommandId.Of($"{n}"), null, DateTimeOffset.UnixEpoch, new Confirmed(owner))]);
        }
    }

    public void Dispose() => _scratch.Dispose();
}
