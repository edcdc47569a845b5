using Akka.Actor;
using Akka.Event;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Replies to requests that became dead letters on this node (shard handed off, entity just stopped, connection lost), so that callers need
/// not wait for the timeout.
/// </summary>
internal sealed class DeadLetterReplies : UntypedActor
{
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AllDeadLetters));
    }

    protected override void OnReceive(object message)
    {
        if (message is AllDeadLetters { Message: Request question, Sender: { } caller })
            caller.Answer(question, new Unknown($"{question.To} was moving or stopping: the command may or may not have been started."));
    }
}
