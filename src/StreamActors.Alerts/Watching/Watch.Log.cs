using Microsoft.Extensions.Logging;

namespace StreamActors.Alerts;

internal static partial class WatchLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "One look at what should alert somebody failed; the next follows in a second.")]
    public static partial void LookFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert {Alert} has not taken {Command} ({Reply}); again in a second.")]
    public static partial void NotTaken(ILogger log, string alert, string command, string reply);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The channel {Channel} could not be told (attempt {Attempt}): {Fault} Again in {Delay}.")]
    public static partial void NotTold(ILogger log, string channel, int attempt, string fault, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server of the channel {Channel} refused some recipients. {Says}")]
    public static partial void RecipientsRefused(ILogger log, string channel, string says);

    [LoggerMessage(Level = LogLevel.Error, Message = "The channel {Channel} could not be told and rests until {Until}: {Fault}")]
    public static partial void GivenUp(ILogger log, string channel, DateTimeOffset until, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The messages of the channel {Channel} failed here; they go on in a second.")]
    public static partial void CourierFailed(ILogger log, string channel, Exception failure);
}
