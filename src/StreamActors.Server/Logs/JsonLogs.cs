using Microsoft.Extensions.Logging.Console;

namespace StreamActors.Server;

/// <summary>JSON lines on standard output; what the web server and Akka say of themselves only from a warning on.</summary>
internal static class JsonLogs
{
    public static ILoggerFactory Open(StreamActorsOptions options, TimeProvider time) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LevelOf(options.Log.Level));
        logging.AddFilter("Microsoft", LevelOf(options.Log.Level) < LogLevel.Information ? LogLevel.Debug : LogLevel.Warning);
        logging.AddFilter("Akka", LevelOf(options.Log.Level) < LogLevel.Information ? LogLevel.Debug : LogLevel.Warning);
        logging.AddConsole(console => console.FormatterName = JsonLine.FormatterName);
        logging.Services.AddSingleton<ConsoleFormatter>(new JsonLine(options.Node, time));
    });

    private static LogLevel LevelOf(LogThreshold threshold) => threshold switch
    {
        LogThreshold.Trace => LogLevel.Trace,
        LogThreshold.Debug => LogLevel.Debug,
        LogThreshold.Info => LogLevel.Information,
        LogThreshold.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
