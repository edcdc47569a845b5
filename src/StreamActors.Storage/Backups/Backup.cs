using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Everything that is stored, as it was at one moment, in a form that either database can take in again. It is read in one
/// transaction that only reads: nobody who writes waits for it. Data keys go along as they lie there, wrapped by a master key
/// that does not, unless the whole file is sealed with a passphrase.
/// </summary>
public sealed class Backup(IDatabase database, Vault vault, string node, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <param name="passphrase">Seals the file as a whole, the master key in it.</param>
    /// <exception cref="BackupRefusedException">Before the first byte: another one is under way, or the master key is being changed.</exception>
    public async Task Write(Stream to, Secret? passphrase, CancellationToken stop)
    {
        // Each holds on to the database as it was when it began: what has been written since cannot be cleared up meanwhile.
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
        var check = await connection.One<byte[]>("SELECT wrapped FROM data_keys WHERE id = @id", ("id", DataKeys.Master)); // SQLite's snapshot is of the first read
        var key = withKey ? vault.KeyOf(check ?? []) ?? throw new BackupRefusedException("The master key is being changed: try again in a moment.") : null;
        var schema = await connection.One<object>("SELECT max(version) FROM schema_version");
        await writer.Begin(
            new BackupHead(Schema.Program, Convert.ToInt32(schema, System.Globalization.CultureInfo.InvariantCulture), time.GetUtcNow(), node, database.Dialect.Name, BackupTable.All, key?.Reveal()), stop);
        for (var n = 0; n < BackupTable.All.Count; n++)
        {
            var table = BackupTable.All[n];
            await using var command = connection.CreateCommand(); // row by row: a table may be larger than the memory
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
