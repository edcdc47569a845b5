using System.Text;
using Microsoft.Extensions.Logging;

namespace StreamActors.Http.Tests;

/// <summary>Puts secrets in every place that accepts one, then searches all responses, stored data and logs.</summary>
public sealed class CanarySpecs
{
    private const string Canary = "canary-4711";

    [Fact]
    public async Task No_secret_is_in_any_answer_any_message_any_file_or_any_log()
    {
        var log = new ListLog();
        var folder = Directory.CreateTempSubdirectory("sa-canary-").FullName;
        var said = new StringBuilder();
        await using (var api = await ApiServer.Open(folder, logs: log))
        {
            async Task Say(string method, string path, string? json = null, params (string, string)[] headers) =>
                said.Append((await api.Send(method, path, json?.Replace("CANARY", Canary, StringComparison.Ordinal), headers)).Text);
            await Say("POST", "inputs",
                """{"id":"in","on":true,"address":{"url":"srt://user:CANARY-pw@peer:9000?streamid=CANARY-id","secrets":{"passphrase":"CANARY-pass"}}}""");
            await Say("POST", "inputs",
                """{"id":"in","on":true,"address":{"url":"srt://127.0.0.1:9?streamid=CANARY-id","secrets":{"passphrase":"CANARY-pass"}}}""");
            await Say("POST", "inputs",
                """{"id":"web","on":true,"address":{"url":"http://127.0.0.1:9/live.m3u8?token=CANARY-query","secrets":{"headers":"Authorization: Bearer CANARY-header"}}}""");
            await Say("POST", "inputs",
                """{"id":"bad","address":{"url":"http://127.0.0.1:9/live.m3u8?token=CANARY-query","secrets":{"query":"CANARY query","headers":"CANARY"}}}""");
            await Say("PATCH", "inputs/web",
                """{"address":{"url":"http://127.0.0.1:9/other.m3u8?token=CANARY-other"},"labels":{"a":"b"}}""");
            await Say("GET", "inputs?q=other&sort=url");
            await Say("GET", "inputs/web/why");
            await Say("POST", "outputs", """{"id":"out","input":"in","on":true,"address":{"url":"rtmp://127.0.0.1:9/app/CANARY-key"}}""");
            await Say("POST", "outputs", """{"id":"bad","input":"in","address":{"url":"rtmp://127.0.0.1:9/app/CANARY-key?x=#"}}""");
            await Say("POST", "outputs", """{"id":"bad","input":"in","address":"rtmp://127.0.0.1:9/app/CANARY-key"}""");
            await Say("PATCH", "outputs/out", """{"address":{"secrets":{"key":"CANARY-new"}}}""");
            await Say("POST", "changes/output/out/2/undo");
            await Say("POST", "users", """{"id":"ann","role":"viewer","password":"CANARY-password"}""");
            await Say("POST", "login", """{"user":"ann","password":"CANARY-wrong-one"}""");
            await Say("GET", "me", null, ("X-API-Key", $"sa_first_{Canary}"));
            await Say("POST", "channels",
                """{"id":"desk","kind":"webhook","secrets":{"url":"http://127.0.0.1:9/CANARY-token","signing":"CANARY-signing-key"}}""");
            await Say("POST", "channels",
                """{"id":"mail","kind":"email","url":"smtps://127.0.0.1:9","from":"a@example.org","to":["b@example.org"],"user":"sa","secrets":{"password":"CANARY-mail"}}""");
            await Say("POST", "channels", """{"id":"bad","kind":"slack","secrets":{"url":"CANARY-url","other":"CANARY-other"}}""");
            await Say("PATCH", "channels/desk", """{"secrets":{"signing":"CANARY-x"}}""");
            await Say("POST", "channels/desk/test");
            await Say("POST", "channels/mail/test");
            await Say("POST", "export", """{"passphrase":"CANARY-export"}""");
            await Say("POST", "channels",
                """{"id":"bad","kind":"webhook","url":"https://user:CANARY-pw@hook.example/CANARY","secrets":{"signing":"CANARY-signing-key"}}""");
            await Say("PATCH", "channels/mail", """{"url":"smtps://127.0.0.2:9"}""");
            await Say("POST", "changes/channel/desk/2/undo");
            await Say("POST", "me/password", """{"old":"CANARY-old","password":"CANARY-new-one"}""");
            await Say("POST", "import",
                """{"format":"streamactors/1","salt":"CANARYsalt","passphrase":"CANARY-import","outputs":[{"id":"out","input":"in","address":{"url":"rtmp://127.0.0.1:9/app","secrets":{"key":"sealed:CANARY"}}}],"channels":[{"id":"desk","secrets":{"signing":"CANARY-imported-signing"}}]}""");
            await Say("POST", "backup", "{}");
            await Say("POST", "backup", """{"passphrase":"CANARY-backup"}""");
            await Say("GET", "export", null, ("Accept", "application/yaml"));
            await Say("POST", "export", """{"passphrase":"CANARY-export"}""", ("Accept", "application/yaml"));
            foreach (var path in new[] { "channels/desk", "channels/mail", "inputs/in/why", "outputs/out/why",
                "changes/as-of?at=2099-01-01T00:00:00Z", "changes/diff?entity=channel/desk&from=1", "changes/diff?entity=output/out&from=1",
                "timeline?entity=channel/desk", "timeline?entity=api/backup" })
                await Say("GET", path);
            foreach (var path in new[] { "inputs", "outputs", "workloads", "users", "keys", "changes", "timeline", "export", "settings",
                "nodes", "alerts", "alert-rules", "channels", "openapi.json", "outputs/out/logs", "/metrics", "/api/health" })
                await Say("GET", path);
            await ApiServer.Until(
                async () => (await api.Get("timeline?entity=output/out")).Body.GetProperty("items").GetArrayLength() >= 3);
            await Say("GET", "timeline?size=500");
            using var live = await api.Http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
            var buffer = new byte[64 * 1024];
            said.Append(Encoding.UTF8.GetString(buffer, 0, await (await live.Content.ReadAsStreamAsync()).ReadAsync(buffer)));
        }
        said.ToString().ShouldContain("***");
        said.ToString().ShouldNotContain(Canary);
        log.Lines.ShouldNotBeEmpty();
        log.Lines.ShouldAllBe(l => !l.Contains(Canary, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(Canary, StringComparison.Ordinal).ShouldBeFalse(file);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Every log line at every level, as written.</summary>
    private sealed class ListLog : ILoggerFactory, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = [];

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
