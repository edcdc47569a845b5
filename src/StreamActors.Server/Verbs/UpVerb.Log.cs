namespace StreamActors.Server;

internal static partial class UpLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "StreamActors {Version} is up at {Url} on {Database}.")]
    public static partial void Up(this ILogger log, string version, string url, string database);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Others may write in the data folder {Folder}, and put files there in the place of this server's: chmod go-w {Folder}")]
    public static partial void FolderWritable(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is a master key, {Key}, but {Database} was empty: this start begins with nothing. If it should not, stop this server, and put the database back, name the right one, or restore a backup.")]
    public static partial void KeyWithoutDatabase(this ILogger log, string key, string database);

    [LoggerMessage(Level = LogLevel.Information, Message = "A stop was asked for: what is under way has {Grace} to end.")]
    public static partial void Stopping(this ILogger log, TimeSpan grace);

    [LoggerMessage(Level = LogLevel.Information, Message = "The terminal was closed (SIGHUP): the server goes on. SIGTERM stops it.")]
    public static partial void TerminalClosed(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another node has taken over this one's lease: this one ends.")]
    public static partial void TakenOver(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The cluster has gone on without this node: it ends, and may be started again.")]
    public static partial void GoneOn(this ILogger log);
}
