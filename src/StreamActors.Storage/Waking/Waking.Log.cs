using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class WakingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Who wants to be awake could not be read for now; again shortly.")]
    public static partial void NotRead(ILogger log, Exception failure);
}
