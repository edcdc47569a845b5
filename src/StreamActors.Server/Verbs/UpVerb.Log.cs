namespace StreamActors.Server;

internal static partial class UpLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "StreamActors {Version} is up at {Url} on {Database}.")]
    public static partial void Up(this ILogger log, string version, string url, string database);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other users may write in the data folder {Folder} and replace the server's files. Run: chmod go-w {Folder}")]
    public static partial void FolderWritable(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The data folder {Folder} has {Key} but no streamactors.db: this server starts empty. If there should be a database, stop the server, and put the file back or restore a backup.")]
    public static partial void KeyWithoutDatabase(this ILogger log, string folder, string key);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: running work has {Grace} to end.")]
    public static partial void Stopping(this ILogger log, TimeSpan grace);

    [LoggerMessage(Level = LogLevel.Information, Message = "The terminal was closed (SIGHUP): the server goes on. SIGTERM stops it.")]
    public static partial void TerminalClosed(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another node has taken over the lease of this one, which ends now.")]
    public static partial void TakenOver(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The cluster has removed this node, which ends now and may be started again.")]
    public static partial void GoneOn(this ILogger log);
}
