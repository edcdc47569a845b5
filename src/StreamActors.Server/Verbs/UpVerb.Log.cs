namespace StreamActors.Server;

internal static partial class UpLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "StreamActors {Version} is up at {Url} on {Database}.")]
    public static partial void Up(this ILogger log, string version, string url, string database);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Other users may write in the data folder {Folder} and replace the server's files. Run: chmod go-w {Folder}")]
    public static partial void FolderWritable(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "There is a master key, {Key}, but {Database} is empty: starting without a configuration. If there should be one, "
        + "stop the server and put the database back, configure the right one, or restore a backup.")]
    public static partial void KeyWithoutDatabase(this ILogger log, string key, string database);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The changed certificate (http.certificate, http.key) is not used; the one before is. {Reason}")]
    public static partial void CertificateKept(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate {File} expired on {Until} UTC: browsers refuse it. Renew it.")]
    public static partial void CertificateExpired(this ILogger log, string file, DateTime until);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: waiting up to {Grace} for running work to finish.")]
    public static partial void Stopping(this ILogger log, TimeSpan grace);

    [LoggerMessage(Level = LogLevel.Information, Message = "The terminal was closed (SIGHUP): the server keeps running. SIGTERM stops it.")]
    public static partial void TerminalClosed(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another node has taken over this node's lease: stopping.")]
    public static partial void TakenOver(this ILogger log);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The cluster has removed this node: stopping. It can be started again.")]
    public static partial void ClusterContinued(this ILogger log);
}
