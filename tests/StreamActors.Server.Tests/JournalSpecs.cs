using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server.Tests;

/// <summary>A server and the journal it finds.</summary>
public sealed class JournalSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Events_of_an_earlier_run_are_there_again_also_after_a_kill()
    {
        await Store(20);
        await using var first = await ServerProcess.Up(_scratch.Data);
        (await first.Get("/api/health")).Body.GetProperty("journal").GetProperty("position").GetInt64().ShouldBe(21); // with the key of the first start
        await first.Signal("KILL");
        await first.Ended();

        await using var next = await ServerProcess.Up(_scratch.Data);
        (await next.Get("/api/health")).Body.GetProperty("journal").GetProperty("position").GetInt64().ShouldBe(21); // with the key of the first start
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

    [Fact]
    public async Task A_journal_in_use_is_not_verified()
    {
        await using var server = await ServerProcess.Up(_scratch.Data);
        (await ServerProcess.Run("journal", "verify", "--data", _scratch.Data)).Code.ShouldBe((int)ExitCode.InUse);
    }

    private async Task Store(int events, Vocabulary? vocabulary = null)
    {
        Directory.CreateDirectory(_scratch.Data);
        var words = vocabulary ?? Words.Vocabulary();
        await using var database = new SqliteDatabase(Path.Combine(_scratch.Data, "streamactors.db"), NullLogger<SqliteDatabase>.Instance);
        await Schema.Prepare(database, TimeProvider.System, CancellationToken.None);
        var journal = new SqlJournal(database, new EnvelopeFormat(words), new SnapshotFormat(words), new CommitBell(), TimeProvider.System, NullLogger<SqlJournal>.Instance);
        for (var n = 0; n < events; n++)
        {
            var key = ReservationId.UdpPort(5000 + n);
            var owner = new EntityId("input", "studio");
            await journal.Append(key.EntityId, 0, Guid.NewGuid(), [new Envelope("test", null, CommandId.Of($"{n}"), null, DateTimeOffset.UnixEpoch, new Confirmed(owner))]);
        }
    }

    public void Dispose() => _scratch.Dispose();
}
