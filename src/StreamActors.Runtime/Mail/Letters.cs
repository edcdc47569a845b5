using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>What goes to an entity, wherever it lives. The sender is the ask desk of the node that asked.</summary>
internal abstract record Letter(EntityId To);

/// <summary>
/// A letter somebody waits for; <paramref name="Number"/> is its number at the asker's desk, zero where nobody waits.
/// <paramref name="Until"/> is when he will have gone, on the clock of this node; over the wire goes what is left of it.
/// </summary>
internal abstract record Inquiry(EntityId To, long Number, long Until) : Letter(To)
{
    /// <summary>Where nobody waits, or who does waits however long.</summary>
    public const long Always = long.MaxValue;
}

internal sealed record Ask(EntityId To, long Number, long Until, Delivery Delivery) : Inquiry(To, Number, Until);

/// <param name="Command">Where its first reply is asked for.</param>
internal sealed record Look(EntityId To, long Number, long Until, CommandId? Command = null) : Inquiry(To, Number, Until);

internal sealed record WakeUp(EntityId To) : Letter(To);

/// <summary>What comes back to the desk: a <see cref="Reply"/> or a <see cref="Reading"/>.</summary>
internal sealed record Answered(long Number, object Answer);

/// <summary>Asked of a node, past all shards: it wakes nobody.</summary>
internal sealed record IsAwake(EntityId Id);

internal sealed record Awake(bool Is);

internal static class Answers
{
    public static void Answer(this IActorRef desk, Inquiry question, object answer)
    {
        if (question.Number != 0)
            desk.Tell(new Answered(question.Number, question is Look && answer is Reply failure ? new Reading(null, null, 0, failure) : answer));
    }
}
