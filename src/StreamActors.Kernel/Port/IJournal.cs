namespace StreamActors.Kernel;

/// <summary>Where events are kept. One interface over every database; the database itself refuses a second writer.</summary>
public interface IJournal
{
    /// <summary>Stores all or none, directly after <paramref name="version"/>; returns when it is durable.</summary>
    /// <exception cref="JournalConflictException">Somebody else has written that sequence number.</exception>
    /// <exception cref="NotStoredException">Nothing was stored, and the message says why.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been stored or not: only reading the journal again tells.</exception>
    Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes);

    IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop);

    Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop);

    Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop);
}

/// <summary>One event with its circumstances, as it is stored.</summary>
public sealed record Envelope(string Who, string? Why, CommandId Command, Cause? Cause, DateTimeOffset At, Event Event);

/// <summary>An envelope and its place: in the whole journal, and in its entity.</summary>
public sealed record Recorded(long Position, EntityId Id, long Sequence, Guid Writer, Envelope Envelope);

public sealed class JournalConflictException(EntityId id, long version, Exception? inner = null)
    : Exception($"{id} already has an event {version + 1}: another process writes to it.", inner);

/// <summary>Nothing was stored, for a reason that can pass: the disk is full, the database is away, another node has taken over.</summary>
public class NotStoredException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database was lost during a commit: what was to be stored may be there or not.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
