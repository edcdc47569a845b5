using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace StreamActors.Server;

/// <summary>One JSON object per line: time, level, message, node, and every named value of the message and its scopes.</summary>
public sealed class JsonLine(string node, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "streamactors";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            var written = new HashSet<string>(StringComparer.Ordinal) { "at", "level", "message", "log", "node", "exception" };
            json.WriteStartObject();
            json.WriteString("at"u8, time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level"u8, Word(entry.LogLevel));
            json.WriteString("message"u8, entry.Formatter(entry.State, entry.Exception));
            json.WriteString("log"u8, entry.Category);
            json.WriteString("node"u8, node);
            WriteValues(json, entry.State, written);
            scopes?.ForEachScope((scope, state) => WriteValues(state.json, scope, state.written), (json, written));
            if (entry.Exception is not null)
                json.WriteString("exception"u8, entry.Exception.ToString());
            json.WriteEndObject();
        }
        writer.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    /// <summary>Inner scopes win: a name that was written is skipped.</summary>
    private static void WriteValues(Utf8JsonWriter json, object? holder, HashSet<string> written)
    {
        if (holder is not IEnumerable<KeyValuePair<string, object?>> values)
            return;
        foreach (var (key, value) in values)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(key);
            if (key == "{OriginalFormat}" || !written.Add(name))
                continue;
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
    }

    /// <summary>Numbers and booleans as such; everything else by ToString, so that secrets stay masked.</summary>
    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool b: json.WriteBooleanValue(b); break;
            case byte or sbyte or short or ushort or int or uint
                or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case double d when double.IsFinite(d): json.WriteNumberValue(d); break;
            case IFormattable f: json.WriteStringValue(f.ToString(null, CultureInfo.InvariantCulture)); break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
