namespace StreamActors.Kernel;

/// <summary>A request for a change. Imperative; carries its time, its principal and anything random.</summary>
public abstract record Command
{
    public Origin Origin { get; init; } = Origin.System;
}

/// <summary>Something that happened: an <see cref="Event"/> is stored, a <see cref="Fact"/> is only observed.</summary>
public abstract record Happening;

/// <summary>Configuration, an order, or anything else that must survive a restart. Its name is the storage format.</summary>
public abstract record Event : Happening;

/// <summary>An observation about the live state: never stored, never replayed.</summary>
public abstract record Fact : Happening;

/// <summary>Work for the node where the entity lives; its result returns as a command.</summary>
public abstract record Effect;

/// <summary>
/// Sends <paramref name="Command"/> at <paramref name="At"/> and replaces an earlier reminder of the same name. Reminders are in
/// memory only: the entity stays active while it has one, and <c>Resume</c> must ask for it again after a crash or a move.
/// </summary>
public sealed record RemindMe(string Name, DateTimeOffset At, Command Command) : Effect
{
    /// <summary>For a delay: the longest wait, independent of changes to the wall clock. Null for a time of day.</summary>
    public TimeSpan? AtMost { get; init; }
}

public sealed record ForgetReminder(string Name) : Effect;
