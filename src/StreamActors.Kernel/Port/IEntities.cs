namespace StreamActors.Kernel;

/// <summary>The way to every entity, wherever it lives.</summary>
public interface IEntities
{
    /// <summary>Says a command and waits for its answer. Asking again with the same <paramref name="commandId"/> is safe after <see cref="Unknown"/>.</summary>
    ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null);

    /// <summary>Says a command and waits for nothing; a full mailbox drops it, and it is counted.</summary>
    void Tell(EntityId id, Command command, CommandId commandId);

    ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null);

    /// <summary>What was answered when this command first came, or why that is not known; null for a new one. Nothing is carried out.</summary>
    ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null);

    /// <summary>Wakes a sleeping entity, which then resumes what it was ordered to do.</summary>
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

/// <summary>The database could not store it; nothing of this attempt was stored, and <paramref name="Why"/> is for an operator.</summary>
public sealed record NotStored(string Why) : Reply;

/// <summary>It may have been stored or not: ask again with the same command id.</summary>
public sealed record Unknown(string Why) : Reply;

/// <summary>An entity as it is; null sides mean that it could not be read in time, and <paramref name="Failure"/> says why.</summary>
public sealed record Reading(object? Order, object? Live, long Version, Reply? Failure = null)
{
    /// <summary>Where it was read for a command that came before: what was answered then.</summary>
    public Reply? First { get; init; }
}
