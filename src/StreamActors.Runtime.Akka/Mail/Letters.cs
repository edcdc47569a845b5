using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>What goes to an entity, wherever it lives. The sender is the ask desk of the node that asked.</summary>
internal abstract record Letter(EntityId To);

/// <summary>
/// A letter somebody waits for; <paramref name="Number"/> is its number at the asker's desk, zero where nobody waits.
/// <paramref name="Until"/> is when he will have gone, on the clock of this node; over the wire goes what is left of it.
/// </summary>
internal abstract record Question(EntityId To, long Number, long Until) : Letter(To)
{
    /// <summary>Where nobody waits, or who does waits however long.</summary>
    public const long Always = long.MaxValue;
}

internal sealed record Ask(EntityId To, long Number, long Until, Delivery Delivery) : Question(To, Number, Until);

internal sealed record Look(EntityId To, long Number, long Until) : Question(To, Number, Until);

internal sealed record WakeUp(EntityId To) : Letter(To);

/// <summary>What comes back to the desk: a <see cref="Reply"/>, a <see cref="Reading"/>, or <see cref="CarriedOut"/>, whose events the asker reads itself.</summary>
internal sealed record Answered(long Number, object Answer);

/// <summary>Asked of an entity's place itself, past its shard: it wakes nobody.</summary>
internal sealed record IsAwake
{
    public static readonly IsAwake Instance = new();
}

internal sealed record Awake(bool Is);

internal static class Answers
{
    public static void Answer(this IActorRef desk, Question question, object answer)
    {
        if (question.Number != 0)
            desk.Tell(new Answered(question.Number, question is Look && answer is Reply failure ? new Reading(null, null, 0, failure) : answer));
    }
}
