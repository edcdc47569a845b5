using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace StreamActors.Storage;

/// <summary>All tables, created and upgraded when a server starts. A released step is never edited.</summary>
public static class Schema
{
    private static readonly Func<Dialect, IEnumerable<string>>[] Steps =
    [
        d => [JournalTables.Create(d), FollowTables.Create(d), TimelineTable.Create(d), DataKeyTable.Create(d), NodeLeaseTable.Create(d),
            LeasesTable.Create(d)],
    ];

    /// <summary>This program's schema version: one per step.</summary>
    public static int Version => Steps.Length;

    /// <exception cref="JournalRefusedException">A newer program has upgraded the schema.</exception>
    public static Task<int> Prepare(IDatabase database, TimeProvider time, CancellationToken stop) =>
        database.Change(transaction => Prepare(transaction, database, time, Version), stop);

    /// <param name="upTo">An older version, for tests of an upgrade: the next start runs the later steps.</param>
    internal static async Task<int> Prepare(DbTransaction transaction, IDatabase database, TimeProvider time, int upTo)
    {
        if (database.Dialect == Dialect.Postgres)
            await transaction.Run("SELECT pg_advisory_xact_lock(4711)"); // several nodes may start at once
        if (await transaction.One<long>(database.Dialect.HasTable, ("name", "schema_version")) == 0)
            await transaction.Run(
                "CREATE TABLE schema_version (version integer NOT NULL PRIMARY KEY, applied bigint NOT NULL, program text NOT NULL)");

        var (found, writer) = await Newest(transaction.Connection!, transaction);
        RefuseNewer(database, found, writer);
        for (var version = found + 1; version <= upTo; version++)
        {
            foreach (var statements in Steps[version - 1](database.Dialect))
                await transaction.Run(statements);
            await transaction.Run(
                "INSERT INTO schema_version (version, applied, program) VALUES (@version, @applied, @program)",
                ("version", version), ("applied", time.GetUtcNow().Ticks), ("program", Program));
        }
        return found;
    }

    /// <summary>The schema version found; changes nothing.</summary>
    /// <exception cref="JournalRefusedException">The schema is from a newer program, or missing.</exception>
    public static async Task<int> Check(IDatabase database, CancellationToken stop)
    {
        var (found, writer, hasJournal) = await database.Read(
            async connection =>
            {
                var tables = 0L;
                foreach (var table in (string[])["journal", "snapshot"])
                    tables += await connection.One<long>(database.Dialect.HasTable, ("name", table));
                var isVersioned = await connection.One<long>(database.Dialect.HasTable, ("name", "schema_version")) > 0;
                var (version, program) = isVersioned ? await Newest(connection, null) : (0, null);
                return (version, program, tables == 2);
            },
            stop);
        RefuseNewer(database, found, writer);
        return hasJournal ? found
            : throw new JournalRefusedException(
            $"There is no journal in {database.Description} (no tables 'journal' and 'snapshot'): name the database that the server uses.");
    }

    private static async Task<(int Version, string? Program)> Newest(DbConnection connection, DbTransaction? transaction) =>
        (await new Statement(connection, transaction, "SELECT version, program FROM schema_version ORDER BY version DESC LIMIT 1", [])
        .All(r => (Convert.ToInt32(r.GetValue(0), CultureInfo.InvariantCulture), (string?)r.GetString(1))))
        .SingleOrDefault();

    private static void RefuseNewer(IDatabase database, int found, string? writer)
    {
        if (found > Version)
        {
            throw new JournalRefusedException(
                $"{database.Description} was written by a newer program ({writer}, schema {found}; this is {Program}, schema {Version}). " +
                "Start that version or a newer one, or restore a backup from before the upgrade.");
        }
    }

    internal static string Program =>
        $"streamactors {typeof(Schema).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"}";
}
