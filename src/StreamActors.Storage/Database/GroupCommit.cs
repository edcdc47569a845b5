using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Npgsql;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Carries out waiting changes in one transaction, so that they share one sync of the disk.</summary>
/// <param name="explain">Makes a driver's failure into one that an operator understands; unknown ones pass as they are.</param>
/// <param name="explainCommit">The same for a failure of the commit itself, which may leave the outcome unknown.</param>
/// <param name="commit">Ends a transaction.</param>
internal sealed class GroupCommit(Func<Exception, Exception> explain, Func<Exception, Exception> explainCommit, Func<DbTransaction, Task> commit, WriteOutcome outcome)
{
    /// <summary>More would keep the first in line waiting for the last.</summary>
    public const int Most = 256;

    private const string Own = "own";

    private long _commits;

    public long Commits => Interlocked.Read(ref _commits);

    /// <returns>Null, or what broke the whole transaction: everyone has been told, and the connection is to be thrown away.</returns>
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
                explained = new DatabaseUnavailableException($"The transaction failed before its commit, and nothing was stored: {explained.Message}", explained);
            outcome.Failed(explained);
            batch.ForEach(c => c.Fail(explained));
            return explained;
        }
        batch.ForEach(c => c.Answer());
        return null;
    }

    /// <summary>Events go first and in one statement; where one of them is refused, all are tried again, each by itself.</summary>
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
            // Also around a single one: where work swallows an error of PostgreSQL, the release fails, whereas a COMMIT
            // would quietly become a ROLLBACK.
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

    /// <summary>A database that failed has mostly rolled back by itself, and the driver's own ROLLBACK then fails: that says nothing.</summary>
    private static async Task GiveUp(DbTransaction transaction)
    {
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception)
        {
            // What failed first is told, and the connection is thrown away.
        }
    }

    /// <summary>PostgreSQL's driver sends it along with what follows; SQLite's would compile it each time.</summary>
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
            // Then it was no matter of this change alone: the database is lost, or has given up the whole transaction,
            // and what the change met with says why. That the savepoint is gone too says nothing.
            ExceptionDispatchInfo.Throw(failed);
        }
    }
}
