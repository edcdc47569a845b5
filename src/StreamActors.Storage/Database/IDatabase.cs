using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>One database. What reads runs beside each other; changes queue up and share commits.</summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>Where it is, in words for an operator; never with a password.</summary>
    string Description { get; }

    Dialect Dialect { get; }

    /// <summary>How many transactions have been committed for all the changes until now.</summary>
    long Commits { get; }

    /// <summary>Why the last change could not be stored, for an operator; null where it was. A small write is tried until one succeeds.</summary>
    string? WriteFailure => null;

    /// <param name="work">May open a transaction of its own where several statements must see the same.</param>
    Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop);

    /// <summary>
    /// Returns after the commit is durable. Several changes share one transaction, each behind its own savepoint: work that
    /// throws takes back what it did itself, and nothing else. Cancelled only while it is still waiting for its turn.
    /// </summary>
    /// <param name="work">Quick, and busy with this transaction alone: the others in the queue wait for it.</param>
    /// <exception cref="DatabaseUnavailableException">Nothing was stored.</exception>
    /// <exception cref="OutcomeUnknownException">The database was lost during the commit.</exception>
    Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop);

    /// <summary>Null where nobody but ourselves may write.</summary>
    ForeignWriter? Foreign => null;

    /// <summary>A change that only adds to the journal.</summary>
    internal Task Append(NewRows rows) => Change(rows.Insert, CancellationToken.None);
}
