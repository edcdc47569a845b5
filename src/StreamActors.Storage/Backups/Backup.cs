using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// A consistent copy of everything stored, which either database can restore. It is read in one read-only transaction, so writers do not
/// wait. Data keys are included as stored, wrapped by the master key; that key is included only in a file sealed with a passphrase.
/// </summary>
public sealed class Backup(IDatabase database, Vault vault, string node, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <param name="passphrase">Seals the whole file, with the master key in it.</param>
    /// <exception cref="BackupRefusedException">
    /// Before the first byte: another backup is running, or the master key is being rotated.
    /// </exception>
    public async Task Write(Stream to, Secret? passphrase, CancellationToken stop)
    {
        // One at a time: each holds a snapshot, which keeps the database from cleaning up newer changes.
        if (!await _one.WaitAsync(TimeSpan.Zero, stop))
            throw new BackupRefusedException("Another backup is being taken: try again when it has ended.");
        try
        {
            using var writer = new BackupWriter(to, passphrase);
            await database.Read(connection => Write(connection, writer, passphrase is not null, stop), stop);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> Write(DbConnection connection, BackupWriter writer, bool withKey, CancellationToken stop)
    {
        await connection.Command(database.Dialect.BeginSnapshot).Run();
        // starts SQLite's snapshot
        var check = await connection.One<byte[]>("SELECT wrapped FROM data_keys WHERE id = @id", ("id", DataKeys.Master));
        var key = withKey ? vault.KeyOf(check ?? []) ?? throw new BackupRefusedException(
            "The master key is being changed: try again in a moment.") : null;
        var schema = await connection.One<object>("SELECT max(version) FROM schema_version");
        await writer.Begin(
            new BackupHead(Schema.Program, Convert.ToInt32(schema, System.Globalization.CultureInfo.InvariantCulture), time.GetUtcNow(),
                node, database.Dialect.Name, BackupTable.All, key?.Reveal()), stop);
        for (var n = 0; n < BackupTable.All.Count; n++)
        {
            var table = BackupTable.All[n];
            await using var command = connection.CreateCommand(); // row by row: a table may be larger than memory
            command.CommandText = table.Select;
            await using var rows = await command.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
                await writer.Row((byte)n, table.Name, table.Row(rows), stop);
            await writer.Flush(stop);
        }
        await writer.End(stop);
        await connection.Command("COMMIT").Run();
        return true;
    }
}
