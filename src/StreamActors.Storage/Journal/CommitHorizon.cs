using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>
/// PostgreSQL assigns a row's ordering long before the row is visible, so rows appear out of order and a missing one may still come. An
/// inserting transaction holds ROW EXCLUSIVE on the table from before it draws a number until it has ended: once all holders of one moment
/// have ended, every number drawn by then is a row or never will be. A SHARE lock on the table would wait for the same, but block writers
/// and conflict with VACUUM.
/// </summary>
internal sealed class CommitHorizon(IDatabase database) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private (long UpTo, HashSet<string> Writers)? _pending;
    private long _settled;

    /// <summary>No row will appear at or below this ordering any more.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <returns>False if a transaction that may still fill a gap is open: ask again later.</returns>
    public async Task<bool> Reach(long ordering, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (Settled >= ordering)
                return true;
            var (highest, writers) = await database.Read(Read, stop);
            if (_pending is { } pending)
            {
                pending.Writers.IntersectWith(writers);
                Settle(pending);
            }
            if (_pending is null && Settled < ordering)
                Settle((highest, writers));
            return Settled >= ordering;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private void Settle((long UpTo, HashSet<string> Writers) pending)
    {
        _pending = pending.Writers.Count == 0 ? null : pending;
        if (_pending is null)
            Volatile.Write(ref _settled, pending.UpTo);
    }

    /// <summary>In this order: any open transaction with a number below the highest visible one is then among the writers.</summary>
    private static async Task<(long Highest, HashSet<string> Writers)> Read(DbConnection connection)
    {
        var highest = await connection.One<long>("SELECT coalesce(max(ordering), 0) FROM journal");
        var writers = await connection.Command(
            """
            SELECT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND relation = 'journal'::regclass
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """).All(r => r.GetString(0));
        return (highest, writers.ToHashSet(StringComparer.Ordinal));
    }
}
