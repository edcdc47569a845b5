using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace StreamActors.Storage;

/// <summary>
/// Caches compiled SQLite statements, since compiling takes longer than running. A statement taken is not shared. PostgreSQL's driver has
/// its own cache.
/// </summary>
internal static class Statements
{
    private const int Kept = 64; // per connection; ever-changing texts are not cached

    private static readonly ConditionalWeakTable<DbConnection, Dictionary<string, DbCommand>> Compiled = [];

    public static DbCommand Rent(DbConnection connection, string text)
    {
        if (Of(connection) is { } kept && kept.Remove(text, out var command))
            return command;
        command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    /// <summary>Returns a statement that succeeded to the cache.</summary>
    public static ValueTask Return(DbConnection connection, DbCommand command)
    {
        command.Transaction = null;
        return Of(connection) is { Count: < Kept } kept && kept.TryAdd(command.CommandText, command) ? ValueTask.CompletedTask
            : command.DisposeAsync();
    }

    private static Dictionary<string, DbCommand>? Of(DbConnection connection) =>
        connection is SqliteConnection ? Compiled.GetOrCreateValue(connection) : null;
}
