using StreamActors.Http;
using StreamActors.Storage;
using StreamActors.Wire;

namespace StreamActors.Server;

/// <summary>Queries of entities and journal readers, for HTTP.</summary>
internal static class StorageQueries
{
    public static StoredEntities Entities(IDatabase database) => async (kind, after, most, stop) =>
        [.. (await new JournalIndex(database).Entities(kind, after, most, stop))
        .Select(e => new EntityView(e.Id.Kind, e.Id.Id, e.Version, e.Changed, e.Wanted))];

    public static BackupTo Backup(Backup backup) => async (to, passphrase, stop) =>
    {
        try
        {
            await backup.Write(to, passphrase, stop);
            return null;
        }
        catch (BackupRefusedException refused)
        {
            return refused.Message;
        }
    };

    public static JournalStanding Journal(IDatabase database) => async stop =>
    {
        var end = await new Cursors(database).JournalEnd(stop);
        var readers = await new JournalIndex(database).Readers(stop);
        return new JournalView(
            database.Dialect.Name, database.Description, Schema.Version, end, database.Commits,
            [.. readers.Select(r => new ReaderView(r.Name, r.Position, Math.Max(0, end - r.Position)))]);
    };
}
