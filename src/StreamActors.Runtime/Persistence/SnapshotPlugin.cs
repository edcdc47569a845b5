using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using StreamActors.Kernel;
using Snapshot = StreamActors.Kernel.Snapshot;

namespace StreamActors.Runtime;

/// <summary><c>akka.persistence.snapshot-store.streamactors</c>: over the Kernel's journal; one snapshot per entity.</summary>
internal sealed class SnapshotPlugin : SnapshotStore
{
    private readonly StorageSetup _storage = StorageSetup.Of(Context.System);

    /// <summary>Loads bypass the circuit breaker, which never opens and costs as much as the load.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not LoadSnapshot { Criteria.MaxSequenceNr: > 0 } load)
            return base.AroundReceive(receive, message);
        _ = Load(load, Sender);
        return true;
    }

    private async Task Load(LoadSnapshot load, IActorRef actor) => actor.Tell(
        new LoadSnapshotResult(await LoadAsync(load.PersistenceId, load.Criteria, CancellationToken.None), load.ToSequenceNr),
        ActorRefs.NoSender);

    /// <summary>An unreadable snapshot counts as none: all events are replayed.</summary>
    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var id = EntityId.Parse(persistenceId);
        try
        {
            return await _storage.Journal.LoadSnapshot(id, cancellationToken) is { } snapshot && snapshot.Version <= criteria.MaxSequenceNr
                ? new SelectedSnapshot(new SnapshotMetadata(persistenceId, snapshot.Version, DateTime.UnixEpoch), snapshot)
                : null;
        }
        catch (Exception e)
        {
            _storage.Log.SnapshotUnread(e, id);
            return null;
        }
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) =>
        _storage.Journal.SaveSnapshot(EntityId.Parse(metadata.PersistenceId), (Snapshot)snapshot, cancellationToken);

    /// <summary>Called after a failed save, of which nothing was stored.</summary>
    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A snapshot is only replaced by a newer one.");
}
