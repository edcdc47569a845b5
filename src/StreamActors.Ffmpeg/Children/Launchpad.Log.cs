using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

public sealed partial class Launchpad
{
    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message =
        "The path /proc/PID/task/TID/root is locked here. A server killed in the very millisecond in which it starts a child would leave that child behind.")]
    private static partial void GateIsLocked(ILogger logger);
}
