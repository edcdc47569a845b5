namespace StreamActors.Kernel;

/// <summary>The event store. One interface over every database; the database itself refuses a second writer.</summary>
public interface IJournal
{
    /// <summary>Stores all or none, directly after <paramref name="version"/>; returns when they are durable.</summary>
    /// <exception cref="JournalConflictException">Another process has written that sequence number.</exception>
    /// <exception cref="NotStoredException">Nothing was stored; the message says why.</exception>
    /// <exception cref="OutcomeUnknownException">The events may or may not be stored; read the journal again to find out.</exception>
    Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes);

    IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop);

    Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop);

    Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop);
}

/// <summary>One event with its metadata, as stored.</summary>
public sealed record Envelope(string Who, string? Why, CommandId Command, Cause? Cause, DateTimeOffset At, Event Event);

/// <summary>An envelope, its position in the whole journal and its sequence number in its entity.</summary>
public sealed record Recorded(long Position, EntityId Id, long Sequence, Guid Writer, Envelope Envelope);

public sealed class JournalConflictException(EntityId id, long version, Exception? inner = null)
    : Exception($"{id} already has an event {version + 1}: another process writes to it.", inner);

/// <summary>Nothing was stored, for a reason that may pass: disk full, database unreachable, another node has taken over.</summary>
public class NotStoredException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The connection to the database was lost during a commit: the events may or may not be stored.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
