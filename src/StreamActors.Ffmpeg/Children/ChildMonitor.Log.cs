using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

internal sealed unsafe partial class ChildMonitor
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "Processing the output of child {Pid} failed.")]
    private static partial void ReaderFailed(ILogger logger, int pid, Exception exception);
}
