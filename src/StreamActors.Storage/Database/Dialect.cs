using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace StreamActors.Storage;

/// <summary>The SQL differences between the two databases.</summary>
public sealed class Dialect
{
    public static readonly Dialect Sqlite = new("SQLite")
    {
        Ordinal = "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        Bytes = "BLOB",
        Double = "REAL",
        Milliseconds = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
        HasTable = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @name",
        BeginSnapshot = "BEGIN",
        WithOrdinals = "",
    };

    public static readonly Dialect Postgres = new("PostgreSQL")
    {
        Ordinal = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        Bytes = "bytea",
        Double = "double precision",
        Milliseconds = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
        HasTable = "SELECT count(*) FROM pg_class WHERE oid = to_regclass(@name)",
        BeginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        WithOrdinals = "OVERRIDING SYSTEM VALUE",
        CommitsOutOfOrder = true,
    };

    private Dialect(string name) => Name = name;

    public string Name { get; }

    /// <summary>An auto-increment primary key column.</summary>
    public required string Ordinal { get; init; }

    public required string Bytes { get; init; }

    public required string Double { get; init; }

    /// <summary>The database's own clock, in milliseconds since 1970.</summary>
    public required string Milliseconds { get; init; }

    /// <summary>Returns 1 if the table <c>@name</c> exists, else 0.</summary>
    public required string HasTable { get; init; }

    /// <summary>Begins a read transaction on one snapshot, which blocks no writers.</summary>
    public required string BeginSnapshot { get; init; }

    /// <summary>Needed in an INSERT with explicit values for an auto-increment column.</summary>
    public required string WithOrdinals { get; init; }

    /// <summary>Whether a row may become visible after one with a higher ordering.</summary>
    public bool CommitsOutOfOrder { get; private init; }

    public static bool IsDuplicate(DbException failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555, // SQLITE_CONSTRAINT_UNIQUE, …_PRIMARYKEY
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    public override string ToString() => Name;
}
