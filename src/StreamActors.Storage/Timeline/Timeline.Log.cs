using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class TimelineLog
{
    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Count} timeline entries came faster than they can be written and were dropped ({Total} since the start).")]
    public static partial void Dropped(ILogger log, long count, long total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} timeline entries cannot be written; writing is tried again.")]
    public static partial void NotWritten(ILogger log, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} timeline entries could not be written and were dropped.")]
    public static partial void Lost(ILogger log, int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The timeline could not be pruned; trying again later.")]
    public static partial void NotPruned(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The details of {Happening} cannot be shown in the timeline; only its name is kept.")]
    public static partial void Unshowable(ILogger log, string happening, Exception failure);
}
