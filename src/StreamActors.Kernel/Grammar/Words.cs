namespace StreamActors.Kernel;

/// <summary>What somebody wants. Imperative; carries its time, its principal and anything random.</summary>
public abstract record Command
{
    public Origin Origin { get; init; } = Origin.System;
}

/// <summary>What has come about: an <see cref="Event"/> is stored, a <see cref="Fact"/> is only observed.</summary>
public abstract record Happening;

/// <summary>Configuration, an order, or whatever else must survive a restart. Its name is the storage format.</summary>
public abstract record Event : Happening;

/// <summary>An observation of the live side: never stored, never replayed.</summary>
public abstract record Fact : Happening;

/// <summary>Something to be done on the node where the entity lives; what comes of it returns as a command.</summary>
public abstract record Effect;

/// <summary>
/// Says <paramref name="Command"/> at <paramref name="At"/>, in place of an earlier reminder of that name. Reminders live in
/// memory: the entity stays awake while it has one, and after a crash or a move <c>Resume</c> asks for it again.
/// </summary>
public sealed record RemindMe(string Name, DateTimeOffset At, Command Command) : Effect
{
    /// <summary>
    /// For a delay: it takes no longer, and once begun it does not follow the wall clock, however that is set. Null for a time of day.
    /// </summary>
    public TimeSpan? AtMost { get; init; }
}

public sealed record ForgetReminder(string Name) : Effect;
