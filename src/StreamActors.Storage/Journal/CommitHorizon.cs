using System.Data;
using Npgsql;

namespace StreamActors.Storage;

/// <summary>
/// PostgreSQL gives a row its ordering long before the row can be seen, so rows appear out of order and a missing one may
/// still come. Whoever writes holds the table in ROW EXCLUSIVE mode from before it draws a number until its end: once the
/// SHARE lock is granted, every number drawn until then is a row or will never be one.
/// </summary>
internal sealed class CommitHorizon(IDatabase database) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private long _settled;

    /// <summary>Nothing will appear at or below this ordering any more.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <returns>False where somebody still writes after a while: new writers queue up behind a waiting lock, so we do not insist.</returns>
    public async Task<bool> Reach(long ordering, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (Settled < ordering)
                Volatile.Write(ref _settled, await database.Read(Lock, stop));
            return true;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static async Task<long> Lock(System.Data.Common.DbConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await transaction.Run("SET LOCAL lock_timeout = '250ms'");
        await transaction.Run("LOCK TABLE journal IN SHARE MODE");
        return await transaction.One<long>("SELECT coalesce(max(ordering), 0) FROM journal"); // disposing ends it: nothing to commit
    }
}
