using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>Lets a library write to the journal over its own connections, bypassing the group commit.</summary>
/// <param name="Connect">Creates a connection, not opened yet.</param>
public sealed record ForeignWriter(Func<DbConnection> Connect)
{
    /// <summary>Called after a connection was opened.</summary>
    public Action<DbConnection> Opened { get; init; } = static _ => { };

    /// <summary>A statement run before each write, which fails if another node has taken over; null without a lease.</summary>
    public Func<string?> Guard { get; init; } = static () => null;

    /// <summary>Translates a driver's exception into one that tells whether something was stored; unknown ones stay as they are.</summary>
    public required Func<Exception, Exception> Explain { get; init; }

    /// <summary>The same for a read, after which nothing was stored.</summary>
    public required Func<Exception, Exception> ExplainRead { get; init; }

    public static bool IsDuplicate(Exception failure) => failure is DbException of && Dialect.IsDuplicate(of);
}
