using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>What a library needs that writes to the journal over connections of its own, past the group commit.</summary>
/// <param name="Connect">A connection, not opened yet.</param>
public sealed record ForeignWriter(Func<DbConnection> Connect)
{
    /// <summary>Each time a connection has been opened.</summary>
    public Action<DbConnection> Opened { get; init; } = static _ => { };

    /// <summary>Goes before each write, in its transaction, and fails where another node has taken over; null: there is no lease.</summary>
    public Func<string?> Guard { get; init; } = static () => null;

    /// <summary>Says of a driver's failure whether something was stored; unknown ones pass as they are.</summary>
    public required Func<Exception, Exception> Explain { get; init; }

    public static bool IsDuplicate(Exception failure) => failure is DbException of && Dialect.IsDuplicate(of);
}
