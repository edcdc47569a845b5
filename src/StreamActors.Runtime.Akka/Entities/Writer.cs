using Akka.Actor;
using Akka.Persistence;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// The one writer of an awake entity: replays it, weighs one delivery at a time, stores what comes of it. Whatever goes
/// wrong it tells its entity once, and stops: the next writer begins from what is stored.
/// </summary>
internal sealed class Writer : UntypedPersistentActor
{
    private readonly EntityKind _kind;
    private readonly Surroundings _around;
    private readonly bool _fromSnapshot;
    private readonly Activation _activation;
    private readonly EntityId _id;
    private Commit? _commit;
    private int _stored;
    private bool _fallen;
    private bool _saving;
    private long _snapshotted;

    public Writer(EntityKind kind, EntityId id, Surroundings around, bool fromSnapshot)
    {
        (_kind, _id, _around, _fromSnapshot) = (kind, id, around, fromSnapshot);
        _activation = new Activation(kind, id);
    }

    public override string PersistenceId => _id.ToString();

    public override Recovery Recovery => _fromSnapshot ? Recovery.Default : new Recovery(SnapshotSelectionCriteria.None);

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: Snapshot snapshot, Metadata: var metadata }:
                _activation.Restore(snapshot with { Version = metadata.SequenceNr });
                _snapshotted = metadata.SequenceNr;
                break;
            case Envelope envelope:
                _activation.Replay(LastSequenceNr, envelope);
                break;
            case RecoveryCompleted:
                Wake();
                break;
            default:
                throw new InvalidOperationException($"{_id} found a {message.GetType().Name} in the journal.");
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Delivery delivery:
                Weigh(delivery);
                break;
            case Look:
                Context.Parent.Tell(new Weighed(new Reading(_activation.Order, _activation.Live, _activation.Version), []));
                break;
            case SaveSnapshotSuccess saved:
                _saving = false;
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                break;
            case SaveSnapshotFailure failure:
                _saving = false;
                _around.Log.SnapshotNotSaved(failure.Cause, _id, failure.Metadata.SequenceNr);
                break;
            case DeleteSnapshotsFailure failure:
                _around.Log.SnapshotNotSaved(failure.Cause, _id, _snapshotted);
                break;
            case DeleteSnapshotsSuccess:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Fall(reason, new Unknown($"{_id} could not be woken: {reason.Message}"), recalled: false);

    /// <summary>Whatever a write throws, it may have come through: a conflict, too, can be an earlier try of the same command.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Fall(cause, new Unknown($"{_id} could not be stored: {cause.Message}"));

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Fall(cause, new Crashed(cause.Message));

    private void Wake()
    {
        if (LastSequenceNr != _activation.Version)
            throw new InvalidOperationException($"{_id} ends at {LastSequenceNr} in the journal, and at {_activation.Version} when replayed.");
        try
        {
            Context.Parent.Tell(new Woken(_activation.Resume()));
            KeepSnapshot();
        }
        catch (Exception e)
        {
            Fall(e, new Crashed(e.Message));
        }
    }

    private void Weigh(Delivery delivery)
    {
        try
        {
            switch (_activation.Weigh(delivery, _around.Clock.GetUtcNow()))
            {
                case Answer answer:
                    Context.Parent.Tell(new Weighed(answer.Reply, []));
                    break;
                case CarriedOut before:
                    Context.Parent.Tell(new Weighed(before, []));
                    break;
                case Commit { Envelopes.Count: 0 } commit:
                    Apply(commit);
                    break;
                case Commit commit:
                    (_commit, _stored) = (commit, 0);
                    PersistAll(commit.Envelopes, _ => Stored());
                    break;
            }
        }
        catch (Exception e)
        {
            Fall(e, new Crashed(e.Message));
        }
    }

    private void Stored()
    {
        if (++_stored < _commit!.Envelopes.Count)
            return;
        _around.Committed();
        try
        {
            Apply(_commit);
            KeepSnapshot();
        }
        catch (Exception e)
        {
            // After the commit "crashed" would be a lie: it says that nothing is stored. Asked again, it gets its first reply.
            Fall(e, new Unknown($"{_id} stored it and then threw: {e.Message}"));
        }
    }

    private void Apply(Commit commit)
    {
        var due = _activation.Apply(commit);
        Note(commit);
        Context.Parent.Tell(new Weighed(new Done(_activation.Version, [.. commit.Envelopes.Select(e => e.Event)]), due));
    }

    private void Note(Commit commit)
    {
        var first = _activation.Version - commit.Envelopes.Count + 1;
        for (var i = 0; i < commit.Envelopes.Count; i++)
        {
            var envelope = commit.Envelopes[i];
            _around.Timeline.Append(new Moment(envelope.At, _id, _around.Node, first + i, envelope.Who, envelope.Event));
        }
        var origin = commit.Delivery.Command.Origin;
        foreach (var fact in commit.Facts)
            _around.Timeline.Append(new Moment(origin.At == default ? _around.Clock.GetUtcNow() : origin.At, _id, _around.Node, null, origin.Who, fact));
    }

    private void KeepSnapshot()
    {
        if (_saving || _activation.Version - _snapshotted < _kind.SnapshotEvery)
            return;
        (_saving, _snapshotted) = (true, _activation.Version);
        SaveSnapshot(_activation.Snapshot());
    }

    private void Fall(Exception why, Reply reply, bool recalled = true)
    {
        if (_fallen)
            return;
        _fallen = true;
        Context.Parent.Tell(new Fallen(why, reply, recalled));
        Context.Stop(Self);
    }
}

/// <summary>Replayed, and this is to be done.</summary>
internal sealed record Woken(IReadOnlyList<Due> Due);

/// <summary>What came of the delivery in hand; what is due has yet to be performed.</summary>
internal sealed record Weighed(object Answer, IReadOnlyList<Due> Due);

/// <summary>The writer stops, and <paramref name="Reply"/> is for whoever waits for the delivery in hand.</summary>
internal sealed record Fallen(Exception Why, Reply Reply, bool Recalled);
