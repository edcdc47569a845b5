using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The journal on either database, with the table layout of Akka.Persistence.Sql.</summary>
public sealed class SqlJournal(IDatabase database, EnvelopeFormat events, SnapshotFormat snapshots, CommitSignal signal, TimeProvider time,
    ILogger<SqlJournal> log) : IJournal
{
    private const int Page = 500;

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
        while (true)
        {
            var from = after;
            var page = await database.Read(
                connection => connection.Command(
                    $"SELECT {JournalRow.Columns} FROM journal WHERE persistence_id = @id AND sequence_number > @after AND deleted = "
                        + $"false ORDER BY sequence_number LIMIT {Page}",
                    ("id", id.ToString()), ("after", from)).All(JournalRow.From),
                stop);
            foreach (var row in page)
                yield return row.Open(events);
            if (page.Count < Page)
                yield break;
            after = page[^1].Sequence;
        }
    }

    public async Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop)
    {
        var rows = await database.Read(
            connection => connection.Command(
                """
                SELECT sequence_number, snapshot, manifest, serializer_id,
                    EXISTS (SELECT 1 FROM journal j WHERE j.persistence_id = s.persistence_id AND j.sequence_number = s.sequence_number)
                FROM snapshot s WHERE persistence_id = @id ORDER BY sequence_number DESC LIMIT 1
                """,
                ("id", id.ToString())).All(SnapshotRow.From),
            stop);
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
}
