using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>A message for an entity on any node. Its sender is the pending-request table of the requesting node.</summary>
internal abstract record EntityMessage(EntityId To);

/// <summary>
/// A message with a reply; <paramref name="Number"/> identifies the request on its node, 0 if no reply is expected. <paramref
/// name="Until"/> is the deadline on this node's clock; on the wire the remaining time is sent.
/// </summary>
internal abstract record Request(EntityId To, long Number, long Until) : EntityMessage(To)
{
    /// <summary>No deadline, or no reply expected.</summary>
    public const long Always = long.MaxValue;
}

internal sealed record Ask(EntityId To, long Number, long Until, Delivery Delivery) : Request(To, Number, Until);

/// <param name="Command">Where its first reply is asked for.</param>
internal sealed record Read(EntityId To, long Number, long Until, CommandId? Command = null) : Request(To, Number, Until);

internal sealed record WakeUp(EntityId To) : EntityMessage(To);

/// <summary>The reply message: a <see cref="Reply"/> or a <see cref="Reading"/>.</summary>
internal sealed record Answered(long Number, object Answer);

/// <summary>Sent to a node, bypassing shards: it activates no entity.</summary>
internal sealed record IsAwake(EntityId Id);

internal sealed record Awake(bool Is);

internal static class Answers
{
    public static void Answer(this IActorRef caller, Request question, object answer)
    {
        if (question.Number != 0)
            caller.Tell(new Answered(question.Number,
                question is Read && answer is Reply failure ? new Reading(null, null, 0, failure) : answer));
    }
}
