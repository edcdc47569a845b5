using Akka.Actor;
using Akka.Event;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Letters that Akka gives up on this node: to a shard that is being handed off, to an entity that has just stopped, to
/// a node whose connection is gone. Whoever waits hears it now and not by the deadline.
/// </summary>
internal sealed class LostLetters : UntypedActor
{
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AllDeadLetters));
    }

    protected override void OnReceive(object message)
    {
        if (message is AllDeadLetters { Message: Inquiry question, Sender: { } desk })
            desk.Answer(question, new Unknown($"{question.To} was moving or going: it may have been begun or not."));
    }
}
