namespace StreamActors.Control;

internal static partial class ControlLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue cannot read the journal; trying again shortly.")]
    public static partial void CatalogueFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The catalogue could not catch up with the journal; reads may be stale.")]
    public static partial void NotCaughtUp(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The telemetry of {Topic} cannot be read; trying again shortly.")]
    public static partial void BoardFailed(ILogger log, string topic, Exception failure);
}
