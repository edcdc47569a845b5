using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>What lies in a mailbox.</summary>
internal abstract class Post
{
    private volatile bool _taken;

    /// <summary>Whether an entity has it in hand. Read by whoever finds the mailbox closed behind it and would post it again.</summary>
    public bool IsTaken => _taken;

    public void Take() => _taken = true;
}

/// <summary>Post that somebody waits for. It is answered once: by the entity, by its deadline, or by the end of the node.</summary>
internal abstract class Question : Post
{
    /// <summary>A timestamp: from then on nobody waits any more.</summary>
    public long Deadline { get; init; }

    /// <summary>Null where the entity is only to be looked at.</summary>
    public virtual Delivery? Delivery => null;

    public abstract bool IsAnswered { get; }

    /// <param name="answer">A <see cref="Reply"/>, and to who only looks a <see cref="Reading"/>.</param>
    public abstract void Answer(object answer);

    public void Fail(Reply failure) => Answer(Delivery is null ? new Reading(null, null, 0, failure) : failure);
}

/// <summary>Said, and nobody waits for the answer.</summary>
internal sealed class Told(Delivery delivery) : Post
{
    public Delivery Delivery => delivery;
}

/// <summary>Said by an entity's own effects during one stay, and void in the next.</summary>
internal sealed class OwnWord(Stay stay, Command command) : Post
{
    public Stay Stay => stay;

    public Command Command => command;
}

/// <summary>A reminder whose time has come.</summary>
internal sealed class Reminded(Reminder reminder) : Post
{
    public Reminder Reminder => reminder;
}
