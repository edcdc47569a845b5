using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

internal static partial class AkkaRuntimeLog
{
    [LoggerMessage(40, LogLevel.Warning, "{Entity} is of a kind that is not known here; what was told to it is dropped.")]
    public static partial void UnknownKind(this ILogger log, EntityId entity);

    [LoggerMessage(41, LogLevel.Error, "{Entity} crashed ({Crashes} in a row) and rests before it is woken again.")]
    public static partial void EntityCrashed(this ILogger log, Exception e, EntityId entity, int crashes);

    [LoggerMessage(42, LogLevel.Warning, "The snapshot of {Entity} cannot be read; its events are replayed from the first.")]
    public static partial void SnapshotUnread(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(43, LogLevel.Error, "The effects of {Entity} threw as they were disposed.")]
    public static partial void EffectsNotDisposed(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(44, LogLevel.Critical, "{Entity} was stopped before its effects were disposed: it may be awake elsewhere while they still work here.")]
    public static partial void StoppedWithEffects(this ILogger log, EntityId entity);

    [LoggerMessage(45, LogLevel.Warning, "The snapshot of {Entity} at {Version} was not saved; its events are all there.")]
    public static partial void SnapshotNotSaved(this ILogger log, Exception e, EntityId entity, long version);

    [LoggerMessage(46, LogLevel.Warning, "{Entity} had carried a command out before, but the events of it could not be read.")]
    public static partial void FirstReplyUnread(this ILogger log, Exception e, EntityId entity);

    [LoggerMessage(48, LogLevel.Warning, "Who may begin a cluster could not be read from the database; asked again shortly.")]
    public static partial void NotAskedWhoBegins(this ILogger log, Exception e);

    [LoggerMessage(47, LogLevel.Warning, "Contact with {Node} ({Address}) is lost: {What}.")]
    public static partial void ContactLost(this ILogger log, string node, string address, string what);
}
