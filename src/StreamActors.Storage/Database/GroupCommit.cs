using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Npgsql;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Runs queued changes in one transaction, so that they share one disk sync.</summary>
/// <param name="explain">Translates a driver's exception for operators; unknown ones stay as they are.</param>
/// <param name="explainCommit">The same for a failed commit, whose outcome may be unknown.</param>
/// <param name="commit">Commits a transaction.</param>
internal sealed class GroupCommit(Func<Exception, Exception> explain, Func<Exception, Exception> explainCommit,
    Func<DbTransaction, Task> commit, WriteOutcome outcome)
{
    /// <summary>A larger batch would delay its first change too long.</summary>
    public const int Most = 256;

    private const string Own = "own";

    private long _commits;

    public long Commits => Interlocked.Read(ref _commits);

    /// <returns>Null, or what failed the whole transaction: all callers have their answer, and the connection must be closed.</returns>
    public async Task<Exception?> Run(Func<ValueTask<DbConnection>> open, IReadOnlyList<Change> waiting)
    {
        var batch = waiting.Where(c => c.Start()).ToList();
        if (batch.Count == 0)
            return null;
        try
        {
            await Commit(await open(), batch);
        }
        catch (Exception failure)
        {
            var explained = explain(failure);
            if (explained is not (NotStoredException or OutcomeUnknownException or JournalRefusedException))
                explained = new DatabaseUnavailableException(
                    $"The transaction failed before its commit, and nothing was stored: {explained.Message}", explained);
            outcome.Failed(explained);
            batch.ForEach(c => c.Fail(explained));
            return explained;
        }
        batch.ForEach(c => c.Answer());
        return null;
    }

    /// <summary>Events go first, in one statement; if one of them is refused, all are retried one by one.</summary>
    private async Task Commit(DbConnection connection, List<Change> batch)
    {
        List<Append> together = [.. batch.OfType<Append>()];
        if (together.Count == 0 || !await Commit(connection, together, [.. batch.Where(c => c is not Append)]))
            await Commit(connection, [], batch);
        Interlocked.Increment(ref _commits);
    }

    private async Task<bool> Commit(DbConnection connection, List<Append> together, List<Change> others)
    {
        var transaction = await connection.BeginTransactionAsync();
        try
        {
            if (together.Count > 0 && !await NewRows.Insert((NpgsqlTransaction)transaction, [.. together.Select(a => a.Rows)]))
            {
                await GiveUp(transaction);
                return false;
            }
            await CarryOut(transaction, others);
        }
        catch
        {
            await GiveUp(transaction);
            throw;
        }
        await transaction.DisposeAsync();
        return true;
    }

    private async Task CarryOut(DbTransaction transaction, List<Change> batch)
    {
        foreach (var change in batch)
        {
            // Also around a single change: if work swallows a PostgreSQL error, the RELEASE fails, whereas a COMMIT would silently become a
            // ROLLBACK.
            await Mark(transaction, "SAVEPOINT own", static t => t.SaveAsync(Own));
            if (await change.Run(transaction, explain) is { } failed)
            {
                if (failed is NotStoredException)
                    outcome.Failed(failed);
                await TakeBack(transaction, failed);
            }
            await Mark(transaction, "RELEASE own", static t => t.ReleaseAsync(Own));
        }
        try
        {
            await commit(transaction);
        }
        catch (Exception failure)
        {
            throw explainCommit(failure);
        }
    }

    /// <summary>A failed database has mostly rolled back by itself, and the driver's own ROLLBACK then fails: ignored.</summary>
    private static async Task GiveUp(DbTransaction transaction)
    {
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception)
        {
            // The first failure is reported, and the connection closed.
        }
    }

    /// <summary>PostgreSQL's driver batches it with the next statement; SQLite's would compile it each time.</summary>
    private static Task Mark(DbTransaction transaction, string text, Func<DbTransaction, Task> otherwise) =>
        transaction is SqliteTransaction ? transaction.Run(text) : otherwise(transaction);

    private static async Task TakeBack(DbTransaction transaction, Exception failed)
    {
        try
        {
            await transaction.RollbackAsync(Own);
        }
        catch (Exception)
        {
            // The whole transaction is lost, not just this change. The change's own exception tells why; the missing savepoint does not.
            ExceptionDispatchInfo.Throw(failed);
        }
    }
}
