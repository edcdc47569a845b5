using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class TimelineLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} moments came faster than the timeline can be written and were dropped ({Total} since the start).")]
    public static partial void Dropped(ILogger log, long count, long total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} moments cannot be written to the timeline for now.")]
    public static partial void NotWritten(ILogger log, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} moments could not be written to the timeline and were let go.")]
    public static partial void Lost(ILogger log, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The timeline could not be pruned; again later.")]
    public static partial void NotPruned(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Happening} cannot be shown in the timeline; its name is kept.")]
    public static partial void Unshowable(ILogger log, string happening, Exception failure);
}
