using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Checks the journal before anything uses it: intact, upgraded, and every event type known.</summary>
public static class JournalOpening
{
    /// <returns>The schema version found; 0 for a new database.</returns>
    /// <exception cref="JournalRefusedException">The journal is unusable; the message tells what to do.</exception>
    public static async Task<int> Run(IDatabase database, Vocabulary vocabulary, TimeProvider time, CancellationToken stop)
    {
        if (database.Dialect == Dialect.Sqlite)
            await RefuseDamage(database, stop);
        var found = await Schema.Prepare(database, time, stop);
        if (database.Dialect == Dialect.Postgres)
            await RefuseCachedOrderings(database, stop);
        await RefuseUnknownEvents(database, vocabulary, stop);
        return found;
    }

    private static async Task RefuseDamage(IDatabase database, CancellationToken stop)
    {
        var found = await database.Read(connection => connection.Command("PRAGMA quick_check(3)").All(r => r.GetString(0)), stop);
        if (found is not ["ok"])
        {
            throw new JournalRefusedException(
                $"{database.Description} is damaged: {string.Join("; ", found)}. Keep a copy of the file and restore the last backup; "
                    + $"the sqlite3 command '.recover' may save what is readable.");
        }
    }

    /// <summary>Numbers cached by sessions would appear long after higher ones, and followers would miss them.</summary>
    private static async Task RefuseCachedOrderings(IDatabase database, CancellationToken stop)
    {
        var cached = await database.Read(
            connection =>
                connection.One<long>(
                "SELECT seqcache FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence('journal', 'ordering')::regclass"), stop);
        if (cached != 1)
        {
            throw new JournalRefusedException(
                $"In {database.Description} the sequence of journal.ordering hands out {cached} numbers at once, so followers could "
                    + $"miss events: run ALTER TABLE journal ALTER COLUMN ordering SET CACHE 1.");
        }
    }

    private static async Task RefuseUnknownEvents(IDatabase database, Vocabulary vocabulary, CancellationToken stop)
    {
        var stored = await database.Read(Manifests, stop);
        var unknown = stored.Where(m => !vocabulary.Knows(m)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new JournalRefusedException(
                $"{database.Description} holds events that this version does not know: "
                    + $"{string.Join(", ", unknown.Take(10))}{(unknown.Count > 10 ? $" and {unknown.Count - 10} more" : "")}. " +
                "Start the version that wrote them, or a newer one; 'streamactors journal verify' lists them.");
        }
    }

    private static Task<List<string>> Manifests(DbConnection connection) =>
        connection.Command("SELECT DISTINCT coalesce(manifest, '(none)') FROM journal").All(r => r.GetString(0));
}
