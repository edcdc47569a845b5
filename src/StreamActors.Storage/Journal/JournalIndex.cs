using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>An overview of the journal: its entities, and how far its readers have come.</summary>
public sealed class JournalIndex(IDatabase database)
{
    /// <summary>One page in order of ids: those after <paramref name="after"/>.</summary>
    public Task<List<StoredEntity>> Entities(string kind, string after, int most, CancellationToken stop) => database.Read(
        connection => connection.Command(
            // '0' follows '/' in ASCII: all ids of one kind lie between the two. COLLATE makes ids compare bytewise.
            $"""
            SELECT persistence_id, max(sequence_number), max(created), EXISTS (SELECT 1 FROM wanted w WHERE w.kind = @kind AND w.id = substr(persistence_id, @skip))
            FROM journal WHERE persistence_id {Bytewise} > @after AND persistence_id {Bytewise} < @end
            GROUP BY persistence_id ORDER BY persistence_id {Bytewise} LIMIT @most
            """,
            ("kind", kind), ("skip", kind.Length + 2), ("after", $"{kind}/{after}"), ("end", $"{kind}0"), ("most", most))
            .All(row => new StoredEntity(
                EntityId.Parse(row.GetString(0)), row.GetInt64(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero),
                Convert.ToBoolean(row.GetValue(3), System.Globalization.CultureInfo.InvariantCulture))),
        stop);

    public Task<List<ReaderPlace>> Readers(CancellationToken stop) => database.Read(
        connection => connection.Command("SELECT name, position FROM cursors ORDER BY name")
            .All(row => new ReaderPlace(row.GetString(0), row.GetInt64(1))), stop);

    /// <summary>PostgreSQL compares text by the database's locale by default.</summary>
    private string Bytewise => database.Dialect == Dialect.Postgres ? "COLLATE \"C\"" : "";
}

/// <param name="Version">The sequence number of its newest event, stored at <paramref name="Changed"/>.</param>
/// <param name="Wanted">Whether it is activated after a restart.</param>
public sealed record StoredEntity(EntityId Id, long Version, DateTimeOffset Changed, bool Wanted);

/// <summary>How far one reader of the journal has come.</summary>
public sealed record ReaderPlace(string Name, long Position);
