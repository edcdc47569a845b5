using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using StreamActors.Wire;

namespace StreamActors.Server;

/// <summary>
/// A log line for a terminal: the time in UTC, the level unless it is information, and the message. Untrusted text cannot control the
/// terminal (decision 0127): control and bidirectional characters are written as \uXXXX.
/// </summary>
public sealed class TextLine(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "streamactors-text";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        var level = entry.LogLevel is LogLevel.Information ? "" : $"{entry.LogLevel.ToString().ToLowerInvariant()}: ";
        var at = time.GetUtcNow().UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        writer.WriteLine($"{at}  {level}{Printable.Text(entry.Formatter(entry.State, entry.Exception).TrimEnd())}");
        foreach (var line in entry.Exception?.ToString().Split('\n') ?? [])
            writer.WriteLine($"           {Printable.Text(line.TrimEnd())}");
    }
}
