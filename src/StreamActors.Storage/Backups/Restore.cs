using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>What a restore has restored.</summary>
/// <param name="At">When the backup was taken.</param>
/// <param name="KeyPutInto">The key file created from the key in the backup; null if the key existed already.</param>
public sealed record Restored(DateTimeOffset At, string Node, string Program, long Events, long Keys, string? KeyPutInto);

/// <summary>
/// Restores a backup into an empty database of either kind. The file is read twice: first completely, so that a damaged or sealed one
/// changes nothing; then row by row in one transaction, so that an interrupted restore leaves nothing behind.
/// </summary>
public sealed class Restore(IDatabase database, MasterKeySource key, TimeProvider time)
{
    private const int RowsAtOnce = 50; // of one INSERT: the drivers' cost grows faster than the number of parameters

    /// <exception cref="BackupRefusedException">The file, the key or the database is unsuitable.</exception>
    /// <exception cref="AlreadyRunningException">A node is running on this database.</exception>
    public async Task<Restored> From(string file, Secret? passphrase, CancellationToken stop)
    {
        await using var stream = Open(file);
        var (head, keys, events) = await Check(stream, file, passphrase, stop);
        var fitting = new RestoredKey(key, keys, head.MasterKey, file);
        fitting.Check();
        stream.Position = 0;
        var reader = new BackupReader(stream, file, passphrase);
        await reader.Begin(stop);
        await database.Change(
            async transaction =>
            {
                await Schema.Prepare(transaction, database, time, head.Schema);
                await RefuseUnlessEmpty(transaction);
                await Insert(transaction, reader, stop);
                await fitting.Put(); // before the commit: a superfluous key does no harm, a database without its key does
                return 0;
            },
            stop);
        return new Restored(head.At, head.Node, head.Program, events, keys.Count, fitting.PutInto);
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupRefusedException($"{file} cannot be read ({failure.Message}): name a backup with --from.", failure);
        }
    }

    private static async Task<(BackupHead Head, List<DataKeys.Row> Keys, long Events)> Check(Stream stream, string file, Secret? passphrase,
        CancellationToken stop)
    {
        var reader = new BackupReader(stream, file, passphrase);
        await reader.Begin(stop);
        var keys = new List<DataKeys.Row>();
        long events = 0;
        await foreach (var (table, cells) in reader.Rows(stop))
        {
            if (table.Name == "journal")
                events++;
            else if (table.Name == "data_keys")
                keys.Add(RestoredKey.Row(table, cells));
        }
        return (reader.Head, keys, events);
    }

    private async Task RefuseUnlessEmpty(DbTransaction transaction)
    {
        if (database.Dialect == Dialect.Postgres && await LeaseRows.HoldOff(transaction) is { } node)
            throw new AlreadyRunningException($"The node '{node}' is running on {database.Description}: stop it first.");
        foreach (var table in (string[])["journal", "data_keys", "snapshot"])
        {
            if (await transaction.One<long>($"SELECT count(*) FROM {table}") > 0)
            {
                throw new BackupRefusedException(
                    $"{database.Description} is not empty, and a restore overwrites nothing: name a new folder with --data, or another "
                        + $"database; or move the old one away first.");
            }
        }
    }

    private async Task Insert(DbTransaction transaction, BackupReader reader, CancellationToken stop)
    {
        var waiting = new List<object?[]>();
        BackupTable? of = null;
        await foreach (var (table, cells) in reader.Rows(stop))
        {
            if (of is not null && (table != of || waiting.Count == RowsAtOnce))
            {
                await Insert(transaction, of, waiting);
                waiting.Clear();
            }
            of = table;
            waiting.Add(cells);
        }
        if (of is not null)
            await Insert(transaction, of, waiting);
        if (database.Dialect == Dialect.Postgres)
        {
            foreach (var table in BackupTable.All.Where(t => t.Ordinal is not null))
                await transaction.One<object>(
                    $"SELECT setval(pg_get_serial_sequence('{table.Name}', '{table.Ordinal}'), (SELECT max({table.Ordinal}) FROM "
                        + $"{table.Name}))");
        }
    }

    private async Task Insert(DbTransaction transaction, BackupTable table, List<object?[]> rows)
    {
        var values = rows.Select((row, r) => $"({string.Join(", ", row.Select((_, c) => $"@r{r}c{c}"))})");
        var text = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) {database.Dialect.WithOrdinals} "
            + $"VALUES {string.Join(", ", values)}";
        await transaction.Run(text, [.. rows.SelectMany((row, r) => row.Select((value, c) => ($"r{r}c{c}", value)))]);
    }
}
