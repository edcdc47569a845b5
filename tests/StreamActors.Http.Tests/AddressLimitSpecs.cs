using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace StreamActors.Http.Tests;

/// <summary>The limit of connections per address.</summary>
public sealed class AddressLimitSpecs
{
    [Fact]
    public async Task One_address_has_its_number_of_connections_and_further_ones_are_refused_in_words()
    {
        using var logs = new Lines();
        await using var api = await ApiServer.Open(http: h => h with { ConnectionsPerAddress = 3 }, logs: logs);
        List<TcpClient> open = [];
        for (var n = 0; n < 3; n++)
            open.Add(await Connected(api.Http.BaseAddress!));
        foreach (var socket in open)
            (await Ask(socket)).ShouldStartWith("HTTP/1.1 200");
        for (var n = 0; n < 3; n++)
        {
            using var further = await Connected(api.Http.BaseAddress!);
            var answer = await Ask(further);
            answer.ShouldStartWith("HTTP/1.1 429");
            answer.ShouldContain("Retry-After: ");
            var problem = JsonDocument.Parse(answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]).RootElement;
            problem.GetProperty("code").GetString().ShouldBe("too-many-requests");
            problem.GetProperty("detail").GetString()!.ShouldContain("connections-per-address");
        }
        logs.Warnings.ShouldHaveSingleItem().ShouldContain("127.0.0.1"); // logged once a minute

        open[0].Dispose();
        await ApiServer.Until(async () =>
        {
            using var another = await Connected(api.Http.BaseAddress!);
            return (await Ask(another)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        });
        open.ForEach(s => s.Dispose());
    }

    private static async Task<TcpClient> Connected(Uri url)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(url.Host, url.Port);
        return socket;
    }

    private static async Task<string> Ask(TcpClient socket)
    {
        var (stream, buffer, text) = (socket.GetStream(), new byte[4096], new StringBuilder());
        try
        {
            await stream.WriteAsync("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray());
            while (!IsWhole(text.ToString()) && await stream.ReadAsync(buffer) is var count and > 0)
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            return text.ToString();
        }
        catch (IOException)
        {
            return ""; // closed without a response, beyond twice the limit
        }
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        const string Length = "Content-Length: ";
        var at = text.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        return at < 0 || at > end
            ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
            : text.Length - end - 4 >= int.Parse(text.AsSpan(at + Length.Length, text.IndexOf('\r', at) - at - Length.Length),
            CultureInfo.InvariantCulture);
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        private readonly List<string> _warnings = [];

        public IReadOnlyList<string> Warnings
        {
            get
            {
                lock (_warnings)
                    return [.. _warnings];
            }
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name != "TooManyConnections")
                return;
            lock (_warnings)
                _warnings.Add(formatter(state, exception));
        }

        public void Dispose()
        {
            // Nothing to dispose.
        }
    }
}
