using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

public sealed partial class ChildLauncher
{
    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message =
        "The path /proc/PID/task/TID/root is locked here. If the server is killed within the millisecond in which it starts a child, "
        + "the child is left running.")]
    private static partial void GateIsLocked(ILogger logger);
}
