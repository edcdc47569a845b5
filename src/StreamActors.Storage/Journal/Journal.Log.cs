using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

internal static partial class JournalLog
{
    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The snapshot of {Entity} at version {Version} is skipped and all its events are replayed: {Why}.")]
    public static partial void SnapshotPassedOver(ILogger log, EntityId entity, long version, string why, Exception? failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal cannot be read after {Position}; its followers wait and try again.")]
    public static partial void FollowFailed(ILogger log, long position, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "A transaction has held the journal for a while: followers wait at {Position}. In PostgreSQL, pg_stat_activity shows "
        + "whose it is.")]
    public static partial void HeldUp(ILogger log, long position);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The stored state {Path} is not used, so this start reads the whole journal: {Why}.")]
    public static partial void StateNotUsed(ILogger log, string path, string why);
}
