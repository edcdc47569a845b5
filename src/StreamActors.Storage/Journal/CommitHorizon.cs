using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>
/// PostgreSQL gives a row its ordering long before the row can be seen, so rows appear out of order and a missing one may
/// still come. Whoever inserts holds the table in ROW EXCLUSIVE mode from before it draws a number until after its end can
/// be seen: once all those have ended who held it at some moment, every number drawn until then is a row or will never be
/// one. This is what a SHARE lock on the table would wait for, without holding up writers, and without being held up by
/// VACUUM, which that lock excludes too.
/// </summary>
internal sealed class CommitHorizon(IDatabase database) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private (long UpTo, HashSet<string> Writers)? _pending;
    private long _settled;

    /// <summary>Nothing will appear at or below this ordering any more.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <returns>False where somebody who may still fill a gap has not ended: to be asked again a little later.</returns>
    public async Task<bool> Reach(long ordering, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (Settled >= ordering)
                return true;
            var (highest, writers) = await database.Read(Look, stop);
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

    /// <summary>In this order: whoever drew a number below the highest one seen, and has not ended, is among the writers.</summary>
    private static async Task<(long Highest, HashSet<string> Writers)> Look(DbConnection connection)
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
