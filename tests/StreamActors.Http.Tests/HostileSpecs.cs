using System.Net.Sockets;
using System.Text;

namespace StreamActors.Http.Tests;

/// <summary>Malicious requests: each is refused with a reason, and none breaks anything.</summary>
public sealed class HostileSpecs : IAsyncLifetime
{
    private static readonly string[] Paths = ["inputs", "outputs", "workloads", "inputs/cam1", "outputs/out1", "inputs/cam1/start",
        "inputs/cam1/retry", "outputs/out1/stop", "workloads/cam1~in~cam1~0", "", "nothing", "keys", "users", "login", "changes",
        "timeline", "settings", "import"];
    private static readonly string[] Methods = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "BREW"];
    private static readonly string[] Fields = ["id", "name", "address", "url", "options", "secrets", "on", "labels", "stallAfter",
        "outputLimit", "input", "role", "password", "user", "scopes", "expires", "__proto__", "\\u0000", "😀"];

    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs", """{"id":"cam1","address":{"url":"udp://:5004"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"out1","input":"cam1","address":{"url":"udp://10.0.0.1:5004"}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Three_thousand_generated_requests_are_each_answered_and_none_with_a_failure()
    {
        var chance = new Random(4711);
        for (var n = 0; n < 3000; n++)
        {
            var (method, path, body) = (Pick(chance, Methods), Path(chance), chance.Next(4) == 0 ? null : Body(chance));
            var answer = await _api.Send(method, path, method is "GET" or "HEAD" ? null : body, Headers(chance));
            answer.Status.ShouldBeLessThan(500, $"{n}: {method} {path} {body}\n{answer.Text}");
            if (answer.Status >= 400 && method != "HEAD" && answer.Text.Length > 0) // the web server itself refuses some, without a body
            {
                answer.ContentType.ShouldBe("application/problem+json", $"{n}: {method} {path} {body}\n{answer.Text}");
                answer.Code.ShouldNotBeNullOrEmpty();
            }
            if (answer.Status == 400 && answer.Text.Contains("\"code\":\"invalid\"", StringComparison.Ordinal))
                answer.Fields.ShouldNotBeEmpty();
        }
        (await _api.Get("inputs")).Is(200);
    }

    [Theory]
    [InlineData("GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /api/v1/inputs/%2e%2e%2f%2e%2e HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /api/v1/inputs HTTP/1.1\r\nHost: 127.0.0.1\r\nX Y: 1\r\n\r\n")]
    [InlineData(
        "POST /api/v1/inputs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 3\r\nTransfer-Encoding: "
        + "chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /api/v1/inputs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("GET  HTTP/9.9\r\n\r\n")]
    public async Task Malformed_HTTP_is_refused(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_api.Http.BaseAddress!.Host, _api.Http.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var buffer = new byte[4096];
        var count = await stream.ReadAsync(buffer);
        var said = Encoding.Latin1.GetString(buffer, 0, count);
        said.ShouldMatch("^HTTP/1.1 4[0-9][0-9]", said);
    }

    [Fact]
    public async Task A_body_too_large_too_deep_or_of_broken_text_is_refused_and_says_what_would_be_right()
    {
        (await _api.Post("inputs", $$"""{"name":"{{new string('x', 300_000)}}"}""")).IsRefused(413, "too-large", "(body)");
        (await _api.Post("inputs", new string('[', 100))).IsRefused(400, "invalid-json", "(body)");
        (await _api.Post("inputs", """{"name":"\ud800"}""")).IsRefused(400, "invalid-json", "(body)");
        (await _api.Post("inputs", """{"name":"a","name":"b"}""")).IsRefused(400, "invalid-json", "(body)");
        (await _api.Post("inputs", "")).IsRefused(400, "invalid-json", "(body)");
        (await _api.Post("inputs")).IsRefused(415, "unsupported-media-type", "Content-Type");
        (await _api.Send("PUT", "inputs/cam1", "{}")).IsRefused(405, "method-not-allowed").Text.ShouldContain("PATCH");
        (await _api.Get("nothing/here")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task Who_is_refused_again_and_again_is_told_of_six_hundred_times_a_minute_and_no_more()
    {
        await Parallel.ForAsync(0, 2000, async (_, _) => (await _api.Post("inputs", "{}")).Is(400));
        (await _api.Post("inputs", """{"id":"last","address":{"url":"udp://:5990"}}""")).Is(201);
        await ApiServer.Until(async () => (await _api.Get("timeline?entity=input/last")).Body.GetProperty("items").GetArrayLength() > 0);
        (await Refused()).ShouldBeInRange(1, 1200); // a minute may end meanwhile
    }

    private async Task<int> Refused()
    {
        var (count, next) = (0, "");
        while (true)
        {
            var page = (await _api.Get(
                $"timeline?entity=api/inputs&size=500{(next.Length > 0 ? $"&before={Uri.EscapeDataString(next)}" : "")}")).Is(200).Body;
            count += page.GetProperty("items").GetArrayLength();
            if (page.GetProperty("next").GetString() is not { } more)
                return count;
            next = more;
        }
    }

    private static string Path(Random chance)
    {
        var path = Pick(chance, Paths);
        return chance.Next(5) switch
        {
            0 => path + "/" + Uri.EscapeDataString(Text(chance)),
            1 => $"{path}?{Uri.EscapeDataString(Text(chance))}={Uri.EscapeDataString(Text(chance))}&sort=-id&page={chance.Next(-2, 3)}",
            _ => path,
        };
    }

    private static (string, string)[] Headers(Random chance) => chance.Next(6) switch
    {
        0 => [("If-Match", Line(chance))],
        1 => [("Idempotency-Key", Line(chance))],
        2 => [("If-Match", $"\"{chance.Next(-1, 5)}\"")],
        3 => [("Idempotency-Key", $"k{chance.Next(5)}")],
        4 => [("X-API-Key", Line(chance)), ("Last-Event-ID", Line(chance))],
        _ => [],
    };

    private static string Body(Random chance)
    {
        var body = chance.Next(6) == 0 ? Text(chance) : Json(chance, 0);
        return chance.Next(10) == 0 && body.Length > 1 ? body[..^1] : body;
    }

    private static string Json(Random chance, int depth) => chance.Next(depth > 4 ? 6 : 9) switch
    {
        0 => "null",
        1 => chance.Next(2) == 0 ? "true" : "false",
        2 => $"{chance.Next(-3, 100_000)}",
        3 => "1e400",
        4 => Quoted(Pick(chance, ["udp://:5004", "srt://peer:9000?passphrase=x", "rtmp://h/a/k", "file:///../../etc/passwd", "test://",
            "http://[::1]:80/", "udp://239.0.0.1:1", "***", "viewer", "10s"])),
        5 => Quoted(Text(chance)),
        6 => $"[{string.Join(',', Enumerable.Range(0, chance.Next(4)).Select(_ => Json(chance, depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, chance.Next(6)).Select(_ => $"\"{Pick(chance, Fields)}\":{Json(chance, depth + 1)}"))}}}",
    };

    /// <summary>What the client can send in a header.</summary>
    private static string Line(Random chance) => Text(chance).Replace("\0", "", StringComparison.Ordinal);

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Text(Random chance) => chance.Next(7) switch
    {
        0 => "",
        1 => new string('a', chance.Next(1, 3000)),
        2 => "../../etc/passwd",
        3 => "'; DROP TABLE journal; --",
        4 => "\u0000\u0007\u202e",
        5 => "a~b/c#d%zz",
        _ => new string([.. Enumerable.Range(0, chance.Next(20)).Select(_ => (char)chance.Next(32, 0xD7FF))]),
    };

    private static T Pick<T>(Random chance, IReadOnlyList<T> from) => from[chance.Next(from.Count)];
}
