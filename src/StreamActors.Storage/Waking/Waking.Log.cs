using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class WakingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of entities to wake could not be read; trying again shortly.")]
    public static partial void NotRead(ILogger log, Exception failure);
}
