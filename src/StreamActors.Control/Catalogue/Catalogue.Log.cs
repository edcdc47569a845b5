namespace StreamActors.Control;

internal static partial class ControlLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue cannot read the journal; trying again shortly.")]
    public static partial void CatalogueFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The catalogue could not catch up with the journal; reads may be stale.")]
    public static partial void NotCaughtUp(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The telemetry of {Topic} cannot be read; trying again shortly.")]
    public static partial void BoardFailed(ILogger log, string topic, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The state of the catalogue could not be stored; the next start reads more of the journal and takes longer.")]
    public static partial void CatalogueNotStored(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored state of the catalogue cannot be read; the journal is read instead.")]
    public static partial void CatalogueNotRestored(ILogger log, Exception failure);
}
