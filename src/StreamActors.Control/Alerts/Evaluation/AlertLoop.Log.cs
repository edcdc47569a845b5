namespace StreamActors.Control;

internal static partial class AlertLoopLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "One evaluation of the alert rules failed; the next follows in a second.")]
    public static partial void EvaluationFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert {Alert} did not accept {Command} ({Reply}); trying again in a second.")]
    public static partial void NotTaken(ILogger log, string alert, string command, string reply);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Sending to the channel {Channel} failed (attempt {Attempt}): {Fault} Next try in {Delay}.")]
    public static partial void NotSent(ILogger log, string channel, int attempt, string fault, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server of the channel {Channel} refused some recipients. {Says}")]
    public static partial void RecipientsRefused(ILogger log, string channel, string says);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending to the channel {Channel} failed, and the next try is at {Until}: {Fault}")]
    public static partial void GivenUp(ILogger log, string channel, DateTimeOffset until, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending to the channel {Channel} failed inside the server; it goes on in a second.")]
    public static partial void CourierFailed(ILogger log, string channel, Exception failure);
}
