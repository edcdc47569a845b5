using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

internal static partial class FollowingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Follower}: {To} refuses {Command} from {Cause} ({Code}): {Reason}")]
    public static partial void Refused(ILogger log, string follower, EntityId to, string command, Cause cause, string code, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Follower}: {To} has not accepted {Command} from {Cause} after {Attempts} attempts ({Why}); next try in {Delay}.")]
    public static partial void NotTaken(ILogger log, string follower, EntityId to, string command, Cause cause, int attempts, string why,
    TimeSpan delay, Exception? failure);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Follower}: its cursor {Position} could not be stored; what was delivered since is delivered again after a restart, "
        + "and dropped as a repeat.")]
    public static partial void CursorNotStored(ILogger log, string follower, long position, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reader} failed and starts again from its stored cursor in {Delay}.")]
    public static partial void ReaderFailed(ILogger log, string reader, TimeSpan delay, Exception failure);
}
