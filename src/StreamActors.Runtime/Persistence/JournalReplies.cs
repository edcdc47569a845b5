using Akka.Actor;
using Akka.Persistence;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime;

/// <summary>
/// The replies of both journal plugins to entity actors, each on its own, so that a slow write delays no other. Failures become rejections,
/// and <see cref="Unread"/> replaces events: after a failed write or recovery Akka.Persistence would stop the actor and lose its mailbox.
/// </summary>
internal static class JournalReplies
{
    private const int Most = 100; // events of one message

    public static async Task Write(WriteMessages write, Func<AtomicWrite, Task> append)
    {
        List<object> replies = [];
        foreach (var message in write.Messages)
        {
            if (message is not AtomicWrite atomic)
            {
                replies.Add(new LoopMessageSuccess(message.Payload, write.ActorInstanceId));
                continue;
            }
            var failure = await Failure(() => append(atomic));
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

    /// <summary>Many events share a message: one for each would cost more than reading them.</summary>
    /// <param name="read">Passes every event, with its sequence number, to its argument.</param>
    public static async Task Replay(ReplayMessages replay, Func<Action<long, Envelope>, Task> read)
    {
        var last = replay.FromSequenceNr - 1;
        List<(long, Envelope)> some = [];
        var failure = await Failure(() => read((sequence, envelope) =>
        {
            last = sequence;
            some.Add((sequence, envelope));
            if (some.Count < Most)
                return;
            Tell(new Replayed(some));
            some = [];
        }));
        if (some.Count > 0)
            Tell(new Replayed(some));
        if (failure is not null)
            Tell(new Unread(failure));
        replay.PersistentActor.Tell(new RecoverySuccess(last), ActorRefs.NoSender);

        void Tell(object payload) => replay.PersistentActor.Tell(
            new ReplayedMessage(new Persistent(payload, last, replay.PersistenceId)), ActorRefs.NoSender);
    }

    /// <summary>The actor left while it recovered: stop reading.</summary>
    public static bool HasGone(this IActorRef actor) => actor is ActorRefWithCell { Underlying.IsTerminated: true };

    public static void Refuse(DeleteMessagesTo delete) => delete.PersistentActor.Tell(
        new DeleteMessagesFailure(new NotSupportedException("Events are never deleted."), delete.ToSequenceNr));

    private static async Task<Exception?> Failure(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
