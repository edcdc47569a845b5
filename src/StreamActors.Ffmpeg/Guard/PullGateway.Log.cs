using Microsoft.Extensions.Logging;

namespace StreamActors.Ffmpeg;

internal sealed partial class PullGateway
{
    [LoggerMessage(EventId = 4120, Level = LogLevel.Warning, Message = "Refused: a source leads to {Target}, which is not allowed.")]
    private static partial void Refused(ILogger logger, string target);

    [LoggerMessage(EventId = 4121, Level = LogLevel.Warning, Message = "A connection could not be accepted.")]
    private static partial void CannotAccept(ILogger logger, Exception exception);
}
