using Akka.Actor;
using Akka.Persistence;

namespace StreamActors.Runtime;

/// <summary>
/// What both plugins say to an entity's actor, each for itself, so that a slow write holds up nobody else's. What fails is said as a
/// rejection, and an <see cref="Unread"/> takes the place of events: after a failed write or a failed recovery Akka.Persistence stops
/// the actor, and with it the mail that was to be kept.
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
            var failure = await Failure(append(atomic));
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

    /// <param name="read">Gives every event to what it is given.</param>
    public static async Task Replay(ReplayMessages replay, Func<Action<IPersistentRepresentation>, Task> read)
    {
        var last = replay.FromSequenceNr - 1;
        if (await Failure(read(Tell)) is { } failure)
            Tell(new Persistent(new Unread(failure), last, replay.PersistenceId));
        replay.PersistentActor.Tell(new RecoverySuccess(last), ActorRefs.NoSender);

        void Tell(IPersistentRepresentation persistent)
        {
            last = persistent.SequenceNr;
            replay.PersistentActor.Tell(new ReplayedMessage(persistent), ActorRefs.NoSender);
        }
    }

    /// <summary>It had to leave while it recovered: nobody reads on.</summary>
    public static bool HasGone(this IActorRef actor) => actor is ActorRefWithCell { Underlying.IsTerminated: true };

    public static void Refuse(DeleteMessagesTo delete) => delete.PersistentActor.Tell(
        new DeleteMessagesFailure(new NotSupportedException("What has happened is never deleted."), delete.ToSequenceNr));

    private static async Task<Exception?> Failure(Task work)
    {
        try
        {
            await work;
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
