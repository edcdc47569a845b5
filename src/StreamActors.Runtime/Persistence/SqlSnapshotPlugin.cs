using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;
using StreamActors.Kernel;
using Snapshot = StreamActors.Kernel.Snapshot;

namespace StreamActors.Runtime;

/// <summary><c>akka.persistence.snapshot-store.akka-persistence-sql</c>: keeps only the newest snapshot of every entity.</summary>
internal sealed class SqlSnapshotPlugin(Config config) : SqlSnapshotStore(config)
{
    private readonly StorageSetup _storage = StorageSetup.Of(Context.System);

    /// <summary>A snapshot that is unreadable or ahead of the journal counts as none: all events are replayed.</summary>
    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var id = EntityId.Parse(persistenceId);
        try
        {
            var newest = await base.LoadAsync(persistenceId, criteria, cancellationToken);
            if (newest is not { Snapshot: Snapshot snapshot, Metadata: var metadata })
                return null;
            await foreach (var _ in _storage.Journal.Read(id, metadata.SequenceNr - 1, cancellationToken))
                return new SelectedSnapshot(metadata, snapshot with { Version = metadata.SequenceNr });
            return null;
        }
        catch (Exception e)
        {
            _storage.Log.SnapshotUnread(e, id);
            return null;
        }
    }

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        await base.SaveAsync(metadata, snapshot, cancellationToken);
        await DeleteAsync(metadata.PersistenceId, new SnapshotSelectionCriteria(metadata.SequenceNr - 1), cancellationToken);
    }
}
