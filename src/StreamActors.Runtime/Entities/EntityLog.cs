using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

internal static partial class EntityLog
{
    [LoggerMessage(1, LogLevel.Error, "{Entity} threw (crash {Attempt} in a row); it is woken again in {Rest}.")]
    public static partial void EntityCrashed(this ILogger log, Exception e, EntityId entity, int attempt, TimeSpan rest);

    [LoggerMessage(2, LogLevel.Error, "The effects of {Entity} threw while they were disposed; something of theirs may still go on.")]
    public static partial void EffectsNotDisposed(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(3, LogLevel.Warning, "A snapshot of {Entity} at version {Version} was not saved; nothing is lost, waking takes longer.")]
    public static partial void SnapshotNotSaved(this ILogger log, Exception e, EntityId entity, long version);

    [LoggerMessage(4, LogLevel.Warning, "The snapshot of {Entity} cannot be read; all its events are replayed instead.")]
    public static partial void SnapshotUnread(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(5, LogLevel.Warning, "What {Entity} first replied to a repeated command cannot be read back.")]
    public static partial void FirstReplyUnread(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(7, LogLevel.Warning, "{Entity} is of a kind that is not known here; what was told to it is dropped.")]
    public static partial void UnknownKind(this ILogger log, EntityId entity);
}
