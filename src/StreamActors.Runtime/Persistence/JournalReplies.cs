using Akka.Actor;
using Akka.Persistence;

namespace StreamActors.Runtime;

/// <summary>
/// The replies of both journal plugins to entity actors, each on its own, so that a slow write delays no other. Failures become rejections,
/// and <see cref="Unread"/> replaces events: after a failed write or recovery Akka.Persistence would stop the actor and lose its mailbox.
/// </summary>
internal static class JournalReplies
{
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

    /// <param name="read">Passes every event to its argument.</param>
    public static async Task Replay(ReplayMessages replay, Func<Action<IPersistentRepresentation>, Task> read)
    {
        var last = replay.FromSequenceNr - 1;
        if (await Failure(() => read(Tell)) is { } failure)
            Tell(new Persistent(new Unread(failure), last, replay.PersistenceId));
        replay.PersistentActor.Tell(new RecoverySuccess(last), ActorRefs.NoSender);

        void Tell(IPersistentRepresentation persistent)
        {
            last = persistent.SequenceNr;
            replay.PersistentActor.Tell(new ReplayedMessage(persistent), ActorRefs.NoSender);
        }
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
