using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

internal static partial class EntityLog
{
    [LoggerMessage(1, LogLevel.Error, "{Entity} threw (crash {Attempt} in a row); it restarts in {Rest}.")]
    public static partial void EntityCrashed(this ILogger log, Exception e, EntityId entity, int attempt, TimeSpan rest);

    [LoggerMessage(2, LogLevel.Error, "The effects of {Entity} threw while they were disposed; some of them may still be running.")]
    public static partial void EffectsNotDisposed(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(3, LogLevel.Warning,
        "A snapshot of {Entity} at version {Version} was not saved; nothing is lost, its next recovery takes longer.")]
    public static partial void SnapshotNotSaved(this ILogger log, Exception e, EntityId entity, long version);

    [LoggerMessage(4, LogLevel.Warning, "The snapshot of {Entity} cannot be read; all its events are replayed instead.")]
    public static partial void SnapshotUnread(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(5, LogLevel.Warning, "The first reply of {Entity} to a repeated command cannot be read.")]
    public static partial void FirstReplyUnread(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(7, LogLevel.Warning, "{Entity} is of a kind unknown to this node; a command for it was dropped.")]
    public static partial void UnknownKind(this ILogger log, EntityId entity);
}
