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
            return newest is { Snapshot: Snapshot snapshot, Metadata: var metadata }
                && await _storage.HasFrom(id, metadata.SequenceNr, cancellationToken)
                ? new SelectedSnapshot(metadata, snapshot with { Version = metadata.SequenceNr })
                : null;
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
