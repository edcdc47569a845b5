using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Persistence;
using Akka.Persistence.Journal;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime;

/// <summary>The journal under both plugins: given to the actor system when it is made.</summary>
internal sealed class StorageSetup(IJournal journal, Microsoft.Extensions.Logging.ILogger log) : Setup
{
    public IJournal Journal => journal;

    public Microsoft.Extensions.Logging.ILogger Log => log;

    public static StorageSetup Of(ActorSystem system) => system.Settings.Setup.Get<StorageSetup>() is { HasValue: true, Value: var setup }
        ? setup
        : throw new InvalidOperationException("The actor system was made without a journal.");
}

/// <summary>
/// <c>akka.persistence.journal.streamactors</c>: Akka.Persistence over the Kernel's port. Not an AsyncWriteJournal: that one gives the
/// results of all writes in one order, so that a slow one holds up everybody's, and asks for the highest sequence number before
/// every replay. What fails is said as a rejection, and an <see cref="Unread"/> takes the place of events: after a failed write or a
/// failed recovery Akka.Persistence stops the actor, and with it the mail that was to be kept.
/// </summary>
internal sealed class JournalPlugin : WriteJournalBase
{
    private readonly IJournal _journal = StorageSetup.Of(Context.System).Journal;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                _ = Write(write);
                return true;
            case ReplayMessages replay:
                _ = Replay(replay);
                return true;
            case DeleteMessagesTo delete:
                delete.PersistentActor.Tell(
                    new DeleteMessagesFailure(new NotSupportedException("What has happened is never deleted."), delete.ToSequenceNr));
                return true;
            default:
                return false;
        }
    }

    private async Task Write(WriteMessages write)
    {
        List<object> replies = [];
        foreach (var message in write.Messages)
        {
            if (message is not AtomicWrite atomic)
            {
                replies.Add(new LoopMessageSuccess(message.Payload, write.ActorInstanceId));
                continue;
            }
            var failure = await Append(atomic);
            foreach (var persistent in (IEnumerable<IPersistentRepresentation>)atomic.Payload)
            {
                replies.Add(failure is null
                    ? new WriteMessageSuccess(persistent, write.ActorInstanceId)
                    : new WriteMessageRejected(persistent, failure, write.ActorInstanceId));
            }
        }
        write.PersistentActor.Tell(WriteMessagesSuccessful.Instance, ActorRefs.NoSender);
        foreach (var reply in replies)
            write.PersistentActor.Tell(reply, ActorRefs.NoSender);
    }

    private async Task<Exception?> Append(AtomicWrite write)
    {
        try
        {
            var persistents = (IReadOnlyList<IPersistentRepresentation>)write.Payload;
            var envelopes = new Envelope[persistents.Count];
            for (var i = 0; i < envelopes.Length; i++)
                envelopes[i] = (Envelope)persistents[i].Payload;
            var writer = Guid.Parse(persistents[0].WriterGuid);
            await _journal.Append(EntityId.Parse(write.PersistenceId), write.LowestSequenceNr - 1, writer, envelopes);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task Replay(ReplayMessages replay)
    {
        var last = replay.FromSequenceNr - 1;
        try
        {
            await foreach (var recorded in _journal.Read(EntityId.Parse(replay.PersistenceId), last, CancellationToken.None))
            {
                if (recorded.Sequence > replay.ToSequenceNr)
                    break;
                last = recorded.Sequence;
                Tell(recorded.Envelope, recorded.Writer.ToString());
            }
        }
        catch (Exception e)
        {
            Tell(new Unread(e), "");
        }
        replay.PersistentActor.Tell(new RecoverySuccess(last), ActorRefs.NoSender);

        void Tell(object payload, string writer) => replay.PersistentActor.Tell(
            new ReplayedMessage(new Persistent(payload, last, replay.PersistenceId, writerGuid: writer)), ActorRefs.NoSender);
    }
}
