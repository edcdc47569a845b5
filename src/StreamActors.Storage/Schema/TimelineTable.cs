namespace StreamActors.Storage;

/// <summary>What happened when. Times are UTC ticks, as in the journal; a fact has no sequence number.</summary>
internal static class TimelineTable
{
    public static string Create(Dialect dialect) => $"""
        CREATE TABLE timeline (
            position {dialect.Ordinal},
            at bigint NOT NULL,
            persistence_id text NOT NULL,
            kind text NOT NULL,
            node text NOT NULL,
            sequence_number bigint NULL,
            who text NOT NULL,
            name text NOT NULL,
            detail text NOT NULL);
        CREATE INDEX timeline_persistence_id_idx ON timeline (persistence_id, at, position);
        CREATE INDEX timeline_kind_idx ON timeline (kind, at, position);
        CREATE INDEX timeline_at_idx ON timeline (at, position);
        """;
}
