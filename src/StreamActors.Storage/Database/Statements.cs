using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace StreamActors.Storage;

/// <summary>
/// What connections to SQLite have compiled before: compiling a statement again takes longer than to run it. Whoever takes
/// one has it to himself. PostgreSQL's driver sees to its own.
/// </summary>
internal static class Statements
{
    private const int Kept = 64; // of one connection; texts that vary without end are compiled each time

    private static readonly ConditionalWeakTable<DbConnection, Dictionary<string, DbCommand>> Compiled = [];

    public static DbCommand Take(DbConnection connection, string text)
    {
        if (Of(connection) is { } kept && kept.Remove(text, out var command))
            return command;
        command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    /// <summary>It has gone well, and may be used again.</summary>
    public static ValueTask GiveBack(DbConnection connection, DbCommand command)
    {
        command.Transaction = null;
        return Of(connection) is { Count: < Kept } kept && kept.TryAdd(command.CommandText, command) ? ValueTask.CompletedTask : command.DisposeAsync();
    }

    private static Dictionary<string, DbCommand>? Of(DbConnection connection) => connection is SqliteConnection ? Compiled.GetOrCreateValue(connection) : null;
}
