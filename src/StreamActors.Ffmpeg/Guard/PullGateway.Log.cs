using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

public sealed partial class PullGateway
{
    [LoggerMessage(EventId = 4120, Level = LogLevel.Warning, Message = "A pull was led to {Target}, where it may not go; refused.")]
    private static partial void Refused(ILogger logger, string target);

    [LoggerMessage(EventId = 4121, Level = LogLevel.Warning, Message = "A pull could not be let through.")]
    private static partial void CannotAccept(ILogger logger, Exception exception);
}
