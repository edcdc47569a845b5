using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

internal static partial class DatabaseLog
{
    [LoggerMessage(Level = LogLevel.Error,
        Message = "Nothing can be stored: {Why} Requests are refused, and a test write is tried every two seconds.")]
    public static partial void WriteFailed(ILogger log, string why, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Database} stores changes again.")]
    public static partial void WritesAgain(ILogger log, string database);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The checkpoint of SQLite's write-ahead log failed; the log grows until one succeeds.")]
    public static partial void NotCheckpointed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A broken connection could not be closed.")]
    public static partial void CloseFailed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to {Database} was lost while it was idle; a new one is opened.")]
    public static partial void IdleConnectionLost(ILogger log, string database, Exception failure);
}
