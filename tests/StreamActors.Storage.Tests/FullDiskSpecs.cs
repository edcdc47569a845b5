using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

/// <summary>A really full disk: a small tmpfs, which only root can mount.</summary>
public sealed partial class FullDiskSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sa-full-").FullName;
    private bool _mounted;

    [Fact]
    public async Task A_full_disk_is_named_to_whoever_writes_and_seen_from_outside_until_there_is_space_without_anybody_writing()
    {
        if (Mount("tmpfs", _folder, "tmpfs", 0, "size=2m") != 0)
            throw new InvalidOperationException("$XunitDynamicSkip$Only root can mount a small disk.");
        _mounted = true;
        var log = new ListLog();
        await using var database = new SqliteDatabase(Path.Combine(_folder, "test.db"), log.For<SqliteDatabase>());
        await Schema.Prepare(database, TimeProvider.System, default);
        database.WriteFailure.ShouldBeNull();
        var filling = Path.Combine(_folder, "filling");
        await Fill(filling);

        var seen = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            var failure = await Should.ThrowAsync<NotStoredException>(() => database.Change(
                t => t.Run("INSERT INTO leases (name, owner, expires) VALUES ('large', @text, 0)", ("text", new string('x', 200_000))),
                default));
            seen.Add(failure.Message);
        }
        seen.ShouldAllBe(m => m.Contains("full") && m.Contains(_folder) && !m.Contains("rollback"));
        database.WriteFailure.ShouldNotBeNull().ShouldContain("full");
        log.Lines.Count(l => l.Contains("full", StringComparison.Ordinal)).ShouldBe(1, "once, not at every attempt");

        File.Delete(filling);
        await Polling.Until(() => Task.FromResult(database.WriteFailure is null));
        (await database.Read(c => c.One<long>("SELECT count(*) FROM leases"), default)).ShouldBe(0);
    }

    /// <summary>SQLite's behaviour if a COMMIT finds no space: it has rolled back, and a ROLLBACK after it fails.</summary>
    [Fact]
    public async Task The_reason_of_a_failed_commit_is_not_hidden_by_the_rollback_after_it()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var outcome = new WriteOutcome(fresh.Database, new ListLog().For<FullDiskSpecs>());
        var commits = new GroupCommit(
            failure => failure is SqliteException { SqliteErrorCode: 13 } ? new DatabaseUnavailableException("full", failure) : failure,
            failure => new DatabaseUnavailableException("full", failure),
            async transaction =>
            {
                SQLitePCL.raw.sqlite3_rollback_hook(connection.Handle, null, null);
                await transaction.Run("ROLLBACK");
                throw new SqliteException("database or disk is full", 13);
            },
            outcome);
        var change = new Change<int>(t => t.Run("SELECT 1"), default);
        (await commits.Run(() => ValueTask.FromResult<System.Data.Common.DbConnection>(connection), [change]))
            .ShouldBeOfType<DatabaseUnavailableException>().Message.ShouldBe("full");
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => change.Done)).Message.ShouldBe("full");
        outcome.Failure.ShouldBe("full");
    }

    public void Dispose()
    {
        if (_mounted && Unmount(_folder, 2) != 0) // MNT_DETACH
            throw new Win32Exception();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task Fill(string path)
    {
        var block = new byte[4096];
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string options);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
