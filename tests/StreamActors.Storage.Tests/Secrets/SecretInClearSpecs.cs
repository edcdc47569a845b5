using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Secrets;

/// <summary>All known ways in which a secret could leak.</summary>
public sealed partial class SecretInClearSpecs
{
    private const string Clear = "live_4711_hunter2";
    private static readonly Secret Key = new(Clear);
    private static readonly SetStreamKey Command = new("twitch", Key);

    internal sealed record SetStreamKey(string Platform, Secret StreamKey) : Command;

    internal sealed record Holder(Secret Key, Secret? None, IReadOnlyList<Secret> Keys, Dictionary<string, Secret> Named, object Anything);

    [JsonSerializable(typeof(Holder))]
    [JsonSerializable(typeof(Secret))]
    [JsonSerializable(typeof(SetStreamKey))]
    private sealed partial class GeneratedJson : JsonSerializerContext;

    [Fact]
    public void Reveal_is_the_one_way_to_the_clear_text() => Key.Reveal().ShouldBe(Clear);

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0:x}")]
    [InlineData("{0,40}")]
    [InlineData("{0,-40:D}")]
    public void No_format_prints_it(string format) => string.Format(CultureInfo.InvariantCulture, format, Key).Trim().ShouldBe("***");

    [Fact]
    public void Interpolating_and_joining_print_the_mask()
    {
        Key.ToString().ShouldBe("***");
        $"{Key}|{Key:x}|{Key,5:N}".ShouldBe("***|***|  ***");
        string.Concat("a", Key, "b").ShouldBe("a***b");
        string.Join(',', [Key, Key]).ShouldBe("***,***");
        Convert.ToString(Key, CultureInfo.InvariantCulture).ShouldBe("***");
    }

    [Fact]
    public void A_command_that_holds_it_prints_the_mask() => Command.ToString().ShouldContain("StreamKey = ***");

    [Fact]
    public void Generated_json_writes_the_mask()
    {
        var json = JsonSerializer.Serialize(new Holder(Key, null, [Key], new() { ["a"] = Key }, Key), GeneratedJson.Default.Holder);
        json.ShouldNotContain(Clear);
        json.ShouldBe("""{"Key":"***","None":null,"Keys":["***"],"Named":{"a":"***"},"Anything":"***"}""");
        JsonSerializer.Serialize(Command, GeneratedJson.Default.SetStreamKey).ShouldNotContain(Clear);
    }

    [Fact]
    public void Reflected_json_writes_the_mask_even_when_asked_for_fields()
    {
        var fields = new JsonSerializerOptions { IncludeFields = true };
        JsonSerializer.Serialize(Key, fields).ShouldBe("\"***\"");
        JsonSerializer.Serialize<object>(Command, fields).ShouldNotContain(Clear);
        JsonSerializer.SerializeToNode(new { a = Key }, fields)!.ToJsonString().ShouldBe("""{"a":"***"}""");
    }

    [Fact]
    public void As_the_key_of_a_dictionary_json_refuses_it() =>
        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize(new Dictionary<Secret, int> { [Key] = 1 })).ToString()
        .ShouldNotContain(Clear);

    [Fact]
    public void Json_read_from_an_operator_gives_the_secret_and_not_the_mask() =>
        JsonSerializer.Deserialize("\"" + Clear + "\"", GeneratedJson.Default.Secret).ShouldBe(Key);

    [Fact]
    public void A_mask_that_comes_back_is_refused_and_never_becomes_the_secret() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Secret>("\"***\"")).Message.ShouldContain("mask");

    [Fact]
    public void Json_of_the_wrong_sort_is_refused_without_repeating_it() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Secret>("4711")).ToString().ShouldNotContain("4711");

    [Fact]
    public void A_structured_log_holds_the_mask_in_its_line_and_in_its_values()
    {
        var log = new RecordingLog();
        log.LogWarning("{Key} {@Destructured} {Command} {$Stringified:x}", Key, Key, Command, Key);
        StreamKeySet(log, Key, Command);
        log.Lines.Count.ShouldBe(2);
        log.Lines.ShouldAllBe(l => !l.Contains(Clear, StringComparison.Ordinal) && l.Contains("***", StringComparison.Ordinal));
    }

    [LoggerMessage(1, LogLevel.Information, "{Key} set by {Command}")]
    private static partial void StreamKeySet(ILogger log, Secret key, SetStreamKey command);

    [Fact]
    public void A_debugger_shows_the_mask()
    {
        typeof(Secret).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value.ShouldBe("***");
        typeof(Secret).GetCustomAttribute<DebuggerTypeProxyAttribute>().ShouldNotBeNull("a raw field would be one click away");
        var proxy = Type.GetType(typeof(Secret).GetCustomAttribute<DebuggerTypeProxyAttribute>()!.ProxyTypeName)!;
        var shown = Activator.CreateInstance(proxy, Key)!;
        proxy.GetProperties().Select(p => p.GetValue(shown)).ShouldBe(["***"]);
        typeof(Secret).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .ShouldAllBe(f => f.GetCustomAttribute<DebuggerBrowsableAttribute>()!.State == DebuggerBrowsableState.Never);
    }

    [Fact]
    public void Nothing_public_but_Reveal_gives_it_away()
    {
        typeof(Secret).GetProperties().ShouldBeEmpty();
        typeof(Secret).GetFields().Where(f => !f.IsLiteral).ShouldBeEmpty();
        typeof(Secret).GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(m => m.ReturnType == typeof(string)).Select(m => m.Name).ShouldBe(["Reveal", "ToString", "ToString"], ignoreOrder: true);
        typeof(Secret).GetMethods().ShouldNotContain(m => m.Name == "op_Implicit" || m.Name == "op_Explicit");
        Key.GetHashCode().ShouldBe(new Secret("another").GetHashCode(), "the hash of a short secret gives it away");
    }

    [Fact]
    public void An_exception_about_it_holds_the_mask()
    {
        new ArgumentOutOfRangeException(nameof(Key), Key, "refused").ToString().ShouldNotContain(Clear);
        new InvalidOperationException($"{Command} failed on {Key}") { Data = { ["key"] = Key } }.ToString().ShouldNotContain(Clear);
        Should.Throw<Exception>(() => Key.ShouldBe(new Secret("another"))).ToString().ShouldNotContain(Clear);
    }

    [Fact]
    public void A_sealed_secret_prints_the_mask()
    {
        var boxed = new SealedSecret(Guid.Empty, "cipher-text");
        $"{boxed}".ShouldBe("***");
        new { boxed }.ToString().ShouldBe("{ boxed = *** }");
    }

    private sealed class RecordingLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            Lines.Add(formatter(state, exception) + " "
                + string.Join(';', values.Select(v => $"{v.Key}={v.Value}={JsonSerializer.Serialize(v.Value)}")));
        }
    }
}
