using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

public sealed partial class WorkloadLogs
{
    [LoggerMessage(EventId = 4110, Level = LogLevel.Warning,
        Message = "The logs of workloads cannot be written to {Folder}; lines are dropped for a minute, then writing is tried again.")]
    private static partial void CannotWrite(ILogger logger, string folder, Exception exception);
}
