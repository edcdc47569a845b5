using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>The table of wrapped keys, with its two special rows.</summary>
internal sealed class DataKeys(IDatabase database, TimeProvider time)
{
    public const string Master = "master";
    public const string Hash = "hash";

    public async Task<Row?> Find(string id, CancellationToken stop) =>
        (await database.Read(c => c.Command("SELECT id, wrapped, derivation FROM data_keys WHERE id = @id", ("id", id)).All(Row.From),
        stop)).SingleOrDefault();

    /// <summary>
    /// The row of the master key, read with a lock. The commit of a rotation whose connection was lost may still be in progress: a plain
    /// read would return the old check value, and the new key would be discarded.
    /// </summary>
    public async Task<Row?> FindSettled(CancellationToken stop) =>
        (await database.Read(c => c.Command("SELECT id, wrapped, derivation FROM data_keys WHERE id = @id" + ForShare, ("id", Master))
        .All(Row.From), stop)).SingleOrDefault();

    /// <summary>Stores the first master key of this database; a concurrent second node finds the row of the first.</summary>
    public Task Found(byte[] check, string? derivation, CancellationToken stop) =>
        database.Change(t => Insert(t, Master, check, derivation), stop);

    /// <returns>False if the master key was rotated since <paramref name="check"/> was read: nothing is stored.</returns>
    public Task<bool> Add(string id, byte[] wrapped, byte[] check, CancellationToken stop) => database.Change(
        async transaction =>
        {
            // Locked until the commit: a rotation on another node waits, and then sees this row too.
            var now = await transaction.One<byte[]>("SELECT wrapped FROM data_keys WHERE id = @id" + ForShare, ("id", Master));
            if (!check.AsSpan().SequenceEqual(now))
                return false;
            await Insert(transaction, id, wrapped, null);
            return true;
        },
        stop);

    /// <summary>Re-wraps all keys or none. Updating the master row first blocks added keys meanwhile.</summary>
    /// <returns>False if another process has rotated since <paramref name="check"/> was read.</returns>
    public async Task<bool> Rewrap(byte[] check, byte[] nextCheck, string? derivation, Func<Row, byte[]> rewrap, CancellationToken stop)
    {
        var swapped = await database.Change(
            async transaction =>
            {
                var rows = await transaction.Run(
                    "UPDATE data_keys SET wrapped = @next, derivation = @derivation WHERE id = @id AND wrapped = @check",
                    ("next", nextCheck), ("derivation", derivation), ("id", Master), ("check", check));
                if (rows == 0)
                    return false;
                foreach (var row in await transaction.Command("SELECT id, wrapped, derivation FROM data_keys WHERE id <> @id",
                    ("id", Master)).All(Row.From))
                    await transaction.Run("UPDATE data_keys SET wrapped = @wrapped WHERE id = @id", ("wrapped", rewrap(row)),
                        ("id", row.Id));
                return true;
            },
            stop);
        if (swapped)
            await EmptyLog(stop);
        return swapped;
    }

    /// <summary>
    /// On SQLite the bytes are overwritten, and the write-ahead log is truncated when there are no readers. PostgreSQL keeps a dead row
    /// until VACUUM; backups keep what they have.
    /// </summary>
    public async Task Delete(string id, CancellationToken stop)
    {
        await database.Change(t => t.Run("DELETE FROM data_keys WHERE id = @id", ("id", id)), stop);
        await EmptyLog(stop);
    }

    private async Task EmptyLog(CancellationToken stop)
    {
        if (database.Dialect != Dialect.Sqlite)
            return;
        await database.Read(
            async c =>
            {
                await c.One<object>("PRAGMA busy_timeout = 250"); // emptying waits for readers, and writers wait for it
                // Refused at once while another checkpoint runs: tried again, with time for writers in between. Refused after the busy
                // timeout because of readers: not tried again.
                for (var again = 8; again > 0; again--)
                {
                    var asked = time.GetTimestamp();
                    if (await c.One<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0 || time.GetElapsedTime(asked).TotalMilliseconds > 200)
                        break;
                    await Task.Delay(TimeSpan.FromMilliseconds(50), stop);
                }
                return await c.One<object>("PRAGMA busy_timeout = 10000");
            },
            stop);
    }

    private string ForShare => database.Dialect == Dialect.Postgres ? " FOR SHARE" : "";

    private Task<int> Insert(DbTransaction transaction, string id, byte[] wrapped, string? derivation) => transaction.Run(
        "INSERT INTO data_keys (id, wrapped, derivation, created) VALUES (@id, @wrapped, @derivation, @created) ON CONFLICT (id) DO "
            + "NOTHING",
        ("id", id), ("wrapped", wrapped), ("derivation", derivation), ("created", time.GetUtcNow().UtcTicks));

    public sealed record Row(string Id, byte[] Wrapped, string? Derivation)
    {
        public static Row From(DbDataReader row) =>
            new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetString(2));
    }
}
