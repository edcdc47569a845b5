using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>What lies in a mailbox.</summary>
internal abstract class Post
{
    private volatile bool _taken;

    /// <summary>Whether an entity has it in hand. Read by whoever finds the mailbox closed behind it and would post it again.</summary>
    public bool IsTaken => _taken;

    public void Take() => _taken = true;
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
