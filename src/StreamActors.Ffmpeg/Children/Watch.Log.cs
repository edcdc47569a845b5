using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

internal sealed unsafe partial class Watch
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "What child {Pid} wrote could not be taken in.")]
    private static partial void ReaderFailed(ILogger logger, int pid, Exception exception);
}
