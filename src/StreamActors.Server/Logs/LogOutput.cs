using Microsoft.Extensions.Logging.Console;

namespace StreamActors.Server;

/// <summary>
/// Logs to standard output: JSON lines for programs, plain lines for a terminal. The web server and Akka log warnings and above only.
/// </summary>
internal static class LogOutput
{
    public static ILoggerFactory Open(StreamActorsOptions options, TimeProvider time) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LevelOf(options.Log.Level));
        logging.AddFilter("Microsoft", LevelOf(options.Log.Level) < LogLevel.Information ? LogLevel.Debug : LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning); // the others show the query, and so read keys
        logging.AddFilter("Akka", LevelOf(options.Log.Level) < LogLevel.Information ? LogLevel.Debug : LogLevel.Warning);
        logging.AddConsole(console => console.FormatterName = IsText(options.Log.Format) ? TextLine.FormatterName : JsonLine.FormatterName);
        logging.Services.AddSingleton<ConsoleFormatter>(new JsonLine(options.Node, time));
        logging.Services.AddSingleton<ConsoleFormatter>(new TextLine(time));
    });

    private static bool IsText(LogFormat format) => format == LogFormat.Text || (format == LogFormat.Auto && !Console.IsOutputRedirected);

    private static LogLevel LevelOf(LogThreshold threshold) => threshold switch
    {
        LogThreshold.Trace => LogLevel.Trace,
        LogThreshold.Debug => LogLevel.Debug,
        LogThreshold.Info => LogLevel.Information,
        LogThreshold.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
