using Akka.Persistence;
using Akka.Persistence.Journal;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime;

/// <summary>
/// <c>akka.persistence.journal.streamactors</c>: Akka.Persistence over the Kernel's journal. Not an AsyncWriteJournal, which returns all
/// results in one order, so that a slow write delays all, and reads the highest sequence number before every replay.
/// </summary>
internal sealed class JournalPlugin : WriteJournalBase
{
    private readonly StorageSetup _storage = StorageSetup.Of(Context.System);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                _ = Task.Run(() => JournalReplies.Write(write, Append)); // events are serialized in parallel
                return true;
            case ReplayMessages replay:
                _ = JournalReplies.Replay(replay, tell => Read(replay, tell));
                return true;
            case DeleteMessagesTo delete:
                JournalReplies.Refuse(delete);
                return true;
            default:
                return false;
        }
    }

    private Task Append(AtomicWrite write)
    {
        var persistents = (IReadOnlyList<IPersistentRepresentation>)write.Payload;
        var envelopes = new Envelope[persistents.Count];
        for (var i = 0; i < envelopes.Length; i++)
            envelopes[i] = (Envelope)persistents[i].Payload;
        var id = EntityId.Parse(write.PersistenceId);
        return _storage.Journal.Append(id, write.LowestSequenceNr - 1, Guid.Parse(persistents[0].WriterGuid), envelopes);
    }

    private async Task Read(ReplayMessages replay, Action<long, Envelope> tell)
    {
        var id = EntityId.Parse(replay.PersistenceId);
        await foreach (var recorded in _storage.Journal.Read(id, replay.FromSequenceNr - 1, CancellationToken.None))
        {
            if (recorded.Sequence > replay.ToSequenceNr || replay.PersistentActor.HasGone())
                return;
            tell(recorded.Sequence, recorded.Envelope);
        }
    }
}
