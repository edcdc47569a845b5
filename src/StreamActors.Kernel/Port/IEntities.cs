namespace StreamActors.Kernel;

/// <summary>Sends commands to any entity, on whichever node it is.</summary>
public interface IEntities
{
    /// <summary>Sends a command and awaits its reply; after <see cref="Unknown"/>, retry with the same id.</summary>
    ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null);

    /// <summary>Sends a command without waiting; a full mailbox drops and counts it. A later message may overtake it.</summary>
    void Tell(EntityId id, Command command, CommandId commandId);

    ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null);

    /// <summary>The first reply to this command, or why it is not known; null for a new command. Nothing is carried out.</summary>
    ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null);

    /// <summary>Activates an entity, which then resumes its order.</summary>
    void Wake(EntityId id);
}

public abstract record Reply;

/// <summary>Everything is stored; <paramref name="Version"/> is the entity's version after it.</summary>
public sealed record Done(long Version, IReadOnlyList<Event> Events) : Reply;

public sealed record Refused(Refusal Refusal) : Reply;

/// <summary>The mailbox is full; nothing was done.</summary>
public sealed record Busy : Reply;

/// <summary>The entity threw; nothing of this command was stored.</summary>
public sealed record Crashed(string Why) : Reply;

/// <summary>The database could not store the events, and nothing was stored. <paramref name="Why"/> is for the operator.</summary>
public sealed record NotStored(string Why) : Reply;

/// <summary>The events may or may not be stored: retry with the same command id.</summary>
public sealed record Unknown(string Why) : Reply;

/// <summary>The state of an entity; a null side could not be read in time, and <paramref name="Failure"/> says why.</summary>
public sealed record Reading(object? Order, object? Live, long Version, Reply? Failure = null)
{
    /// <summary>The first reply to the command it was read for, if that came before.</summary>
    public Reply? First { get; init; }
}
