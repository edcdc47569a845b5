using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>One database. Reads run concurrently; changes are queued and share commits.</summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Its location for operators, never with a password.</summary>
    string Description { get; }

    Dialect Dialect { get; }

    /// <summary>The number of transactions committed so far.</summary>
    long Commits { get; }

    /// <summary>Why the last change could not be stored, for operators; null if it was. Test writes repeat until one succeeds.</summary>
    string? WriteFailure => null;

    /// <param name="work">May open its own transaction, if several statements need one snapshot.</param>
    Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop);

    /// <summary>
    /// Returns after a durable commit. Several changes share one transaction, each behind its own savepoint: work that throws rolls back
    /// only itself. Can be cancelled only while queued.
    /// </summary>
    /// <param name="work">Must be quick and use only this transaction: the queue waits for it.</param>
    /// <exception cref="DatabaseUnavailableException">Nothing was stored.</exception>
    /// <exception cref="OutcomeUnknownException">The database was lost during the commit.</exception>
    Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop);

    /// <summary>Null if no one else may write.</summary>
    ForeignWriter? Foreign => null;

    /// <summary>A change that only appends to the journal.</summary>
    internal Task Append(NewRows rows) => Change(rows.Insert, CancellationToken.None);
}
