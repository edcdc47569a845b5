using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The journal on either database, with the table layout of Akka.Persistence.Sql.</summary>
public sealed class SqlJournal(IDatabase database, EnvelopeFormat events, SnapshotFormat snapshots, CommitSignal signal, TimeProvider time,
    ILogger<SqlJournal> log) : IJournal
{
    private const int FirstPage = 100;
    private const int Page = 500;

    private readonly SharedReads<(string Id, long After), JournalRow> _events = new(database, database.Dialect == Dialect.Postgres
        ? (connection, keys) => Shared(keys.Count, connection.Command(
            $"""
            SELECT {JournalRow.Columns}, n
            FROM unnest(@ids, @after) WITH ORDINALITY AS w(id, after, n) CROSS JOIN LATERAL (
                SELECT * FROM journal WHERE persistence_id = w.id AND sequence_number > w.after AND deleted = false
                ORDER BY sequence_number LIMIT {FirstPage}) j
            ORDER BY n, sequence_number
            """,
            ("ids", keys.Select(k => k.Id).ToArray()), ("after", keys.Select(k => k.After).ToArray())), JournalRow.From, 8)
        : (connection, keys) => Each(keys, key => Events(connection, key.Id, key.After, FirstPage)));

    private readonly SharedReads<string, SnapshotRow> _snapshots = new(database, database.Dialect == Dialect.Postgres
        ? (connection, ids) => Shared(ids.Count, connection.Command(
            $"""
            SELECT {SnapshotRow.Columns}, n
            FROM unnest(@ids) WITH ORDINALITY AS w(id, n) CROSS JOIN LATERAL (
                SELECT * FROM snapshot WHERE persistence_id = w.id ORDER BY sequence_number DESC LIMIT 1) s
            """,
            ("ids", ids.ToArray())), SnapshotRow.From, 5)
        : (connection, ids) => Each(ids, id => connection.Command(
            $"SELECT {SnapshotRow.Columns} FROM snapshot s WHERE persistence_id = @id ORDER BY sequence_number DESC LIMIT 1",
            ("id", id)).All(SnapshotRow.From)));

    public async Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes)
    {
        if (envelopes.Count == 0)
            return;
        // Serialized on the caller's thread, not on the shared writer.
        var rows = envelopes.Select(e => (events.ManifestOf(e), events.Write(e))).ToList();
        var began = time.GetTimestamp();
        await database.Append(new NewRows(id, version, writer.ToString("N"), time.GetUtcNow().Ticks, rows));
        JournalFigures.Append.Record(time.GetElapsedTime(began).TotalSeconds);
        signal.Ring();
    }

    public async IAsyncEnumerable<Recorded> Read(EntityId id, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        var page = await _events.Read((id.ToString(), after), stop);
        for (var size = FirstPage; ; size = Page)
        {
            foreach (var row in page)
                yield return row.Open(events, id);
            if (page.Count < size)
                yield break;
            var from = page[^1].Sequence;
            page = await database.Read(c => Events(c, id.ToString(), from, Page), stop);
        }
    }

    public async Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop)
    {
        var rows = await _snapshots.Read(id.ToString(), stop);
        if (rows is not [var row])
            return null;
        if (row.Open(snapshots, out var snapshot, out var failure) is { } why)
            JournalLog.SnapshotPassedOver(log, id, row.Version, why, failure);
        return snapshot;
    }

    public Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop)
    {
        var (manifest, bytes, created) = (snapshots.ManifestOf(snapshot), snapshots.Write(snapshot), time.GetUtcNow().Ticks);
        return database.Change(
            async transaction =>
            {
                await transaction.Run("DELETE FROM snapshot WHERE persistence_id = @id AND sequence_number <= @version",
                    ("id", id.ToString()), ("version", snapshot.Version));
                return await transaction.Run(
                    """
                    INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
                    VALUES (@id, @version, @created, @bytes, @manifest, @serializer)
                    """,
                    ("id", id.ToString()), ("version", snapshot.Version), ("created", created),
                    ("bytes", bytes), ("manifest", manifest), ("serializer", EnvelopeFormat.Identifier));
            },
            stop);
    }

    private static Task<List<JournalRow>> Events(DbConnection connection, string id, long after, int most) => connection.Command(
        $"SELECT {JournalRow.Columns} FROM journal WHERE persistence_id = @id AND sequence_number > @after AND deleted = false "
            + $"ORDER BY sequence_number LIMIT {most}",
        ("id", id), ("after", after)).All(JournalRow.From);

    /// <summary>SQLite has no round trips to save.</summary>
    private static async Task<IReadOnlyList<List<TRow>>> Each<TKey, TRow>(IReadOnlyList<TKey> keys, Func<TKey, Task<List<TRow>>> read)
    {
        List<List<TRow>> found = new(keys.Count);
        foreach (var key in keys)
            found.Add(await read(key));
        return found;
    }

    /// <param name="n">The column that counts the keys, from 1.</param>
    private static async Task<IReadOnlyList<List<TRow>>> Shared<TRow>(int keys, Statement statement, Func<DbDataReader, TRow> from, int n)
    {
        List<List<TRow>> found = [.. Enumerable.Range(0, keys).Select(_ => new List<TRow>())];
        await statement.All(row =>
        {
            found[(int)row.GetInt64(n) - 1].Add(from(row));
            return 0;
        });
        return found;
    }
}
