using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Backups;

/// <summary>A database with some rows in every table, its vault, and a folder for backups.</summary>
internal sealed class BackupSource : IAsyncDisposable
{
    public static readonly StandingClock Clock = new();

    private readonly FreshDatabase _fresh;

    private BackupSource(FreshDatabase fresh) => _fresh = fresh;

    public IDatabase Database => _fresh.Database;

    public Vault Vault { get; private set; } = null!;

    public SealedSecret Box { get; private set; } = null!;

    public string KeyFile => At("master.key");

    public SqlJournal Journal => new(Database, Sample.Events, Sample.Snapshots, new CommitSignal(), Clock, NullLogger<SqlJournal>.Instance);

    public string At(string name) => Path.Combine(_fresh.Folder, name);

    public static async Task<BackupSource> Of(string dialect, int events = 40)
    {
        var backupSource = new BackupSource(await FreshDatabase.Of(dialect));
        backupSource.Vault =
            await Vault.Open(backupSource.Database, new MasterKeySource.KeptInFile(backupSource.KeyFile), null, Clock,
            CancellationToken.None);
        backupSource.Box = await backupSource.Vault.Seal(new Secret("canary-live-key"), CancellationToken.None);
        await backupSource.Append(1); // the first rows of the journal are always the same
        await Task.WhenAll(Enumerable.Range(2, events - 1).Select(backupSource.Append));
        await backupSource.Journal.SaveSnapshot(Sample.Id(1), new(2, new SampleOrder("One", 1), [], []), CancellationToken.None);
        await new Cursors(backupSource.Database).Advance("follower:x", 7, CancellationToken.None);
        await backupSource.Sql("INSERT INTO wanted (kind, id) VALUES ('workload', 'w')");
        await backupSource.Sql("INSERT INTO tags (ordering_id, tag, sequence_nr, persistence_id) VALUES (1, 't', 1, 'sample/s1')");
        await backupSource.Sql(
            "INSERT INTO timeline (at, persistence_id, kind, node, sequence_number, who, name, detail) VALUES (5, 'sample/s1', "
                + "'sample', 'n', NULL, 'anna', 'renamed', '{}')");
        return backupSource;
    }

    private Task Append(int n) =>
        Journal.Append(Sample.Id(n), 0, Sample.Writer, [Sample.Saying(new Renamed($"Ünïcode {n} 🎥")), Sample.Count(n)]);

    public Task<int> Sql(string text, params (string, object?)[] parameters) =>
        Database.Change(t => t.Run(text, parameters), CancellationToken.None);

    /// <summary>Every row of every table in a backup, in a form that is the same for both databases.</summary>
    public static async Task<List<string>> Everything(IDatabase database)
    {
        var all = new List<string>();
        foreach (var table in BackupTable.All)
            all.AddRange(
                await database.Read(c => c.Command(table.Select).All(r =>
                    $"{table.Name}: {string.Join(" | ", table.Row(r).Select(v => v is byte[] b ? Convert.ToHexString(b) : v))}"),
                    CancellationToken.None));
        return all;
    }

    public async Task<string> Taken(string name, string? passphrase = null)
    {
        using var backup = new Backup(Database, Vault, "studio-1", Clock);
        await using var file = File.Create(At(name));
        await backup.Write(file, passphrase is null ? null : new Secret(passphrase), CancellationToken.None);
        return At(name);
    }

    /// <summary>Another machine, without any files of this one.</summary>
    public static async Task<Restored> Restore(FreshDatabase into, string file, string keyFile, string? passphrase = null) =>
        await new Restore(into.Database, new MasterKeySource.KeptInFile(keyFile), Clock)
        .From(file, passphrase is null ? null : new Secret(passphrase), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Vault.Dispose();
        await _fresh.DisposeAsync();
    }
}
