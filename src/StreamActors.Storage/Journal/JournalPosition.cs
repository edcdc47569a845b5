namespace StreamActors.Storage;

public static class JournalPosition
{
    /// <summary>Of the newest event; 0 where there is none. Quick: it is also how one asks whether the database answers.</summary>
    public static Task<long> Newest(this IDatabase database, CancellationToken stop) =>
        database.Read(connection => connection.One<long>("SELECT coalesce(max(ordering), 0) FROM journal"), stop);
}
