using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Server.Tests;

public sealed class JsonLineSpecs
{
    [Fact]
    public void A_line_holds_the_time_the_node_and_every_named_value()
    {
        var line = Written("{Entity} came to {Version} of {Share}", [new EntityId("input", "studio"), 7L, 0.5]);
        line.GetProperty("at").GetString().ShouldBe("2026-01-02T03:04:05.000Z");
        line.GetProperty("level").GetString().ShouldBe("warning");
        line.GetProperty("node").GetString().ShouldBe("studio-1");
        line.GetProperty("entity").GetString().ShouldBe("input/studio");
        line.GetProperty("version").GetInt64().ShouldBe(7);
        line.GetProperty("share").GetDouble().ShouldBe(0.5);
        line.GetProperty("message").GetString().ShouldBe("input/studio came to 7 of 0.5");
    }

    [Fact]
    public void Scopes_add_their_values_and_the_message_has_the_word_over_them()
    {
        var line = Written("{Entity} stops", ["mine"],
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Entity"] = "outer", ["Incarnation"] = 12 });
        line.GetProperty("entity").GetString().ShouldBe("mine");
        line.GetProperty("incarnation").GetInt32().ShouldBe(12);
    }

    [Fact]
    public void A_secret_stays_masked()
    {
        var line = Written("key {Key}", [new Secret("hunter2")]);
        line.ToString().ShouldNotContain("hunter2");
        line.GetProperty("key").GetString().ShouldBe(Secret.Mask);
    }

    [Fact]
    public void Many_lines_of_words_are_one_line_of_log() => Text("{Words}", ["a\nb\r\n\"c\""]).Trim().ShouldNotContain('\n');

    [Fact]
    public void A_value_cannot_pose_as_the_time_or_the_node() =>
    Written("{Node} {At}", ["other", "never"]).GetProperty("node").GetString().ShouldBe("studio-1");

    [Fact]
    public void For_a_person_a_line_is_the_time_and_the_message_and_commands_no_terminal()
    {
        Text(new TextLine(new StandingClock()), "{Entity} says {Words}", ["input/studio", "a\u001b]0;x\u0007\nb\u202ec"], [])
            .ShouldBe("03:04:05Z  warning: input/studio says a\\u001b]0;x\\u0007\\u000ab\\u202ec\n");
    }

    private static JsonElement Written(string message, object?[] values, params object[] scopes) =>
        JsonDocument.Parse(Text(message, values, scopes)).RootElement;

    private static string Text(string message, object?[] values, params object[] scopes) =>
        Text(new JsonLine("studio-1", new StandingClock()), message, values, scopes);

    private static string Text(ConsoleFormatter lines, string message, object?[] values, object[] scopes)
    {
        var around = new LoggerExternalScopeProvider();
        foreach (var scope in scopes)
            around.Push(scope);
        using var writer = new StringWriter();
        var log = new Capture(
            (state, format) =>
                lines.Write(new LogEntry<object>(LogLevel.Warning, "x", default, state, null, (s, _) => format(s)), around, writer));
        log.LogWarning(message, values);
        return writer.ToString();
    }

    private sealed class Capture(Action<object, Func<object, string>> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            write(state!, s => formatter((TState)s, exception));
    }
}
