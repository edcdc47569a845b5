using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace StreamActors.Cli.Tests;

/// <summary>Each command sends one request, with the right path and key. The server of these tests only records requests.</summary>
public sealed class OneCallSpecs : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Scratch _scratch = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly string _url = $"http://127.0.0.1:{Ports.Tcp()}/";

    public OneCallSpecs()
    {
        _listener.Prefixes.Add(_url);
        _listener.Start();
        _ = Answer();
    }

    [Theory]
    [InlineData("status", "GET /api/v1/events?topics=inputs,outputs,states")]
    [InlineData("health", "GET /api/health")]
    [InlineData("me", "GET /api/v1/me")]
    [InlineData("settings", "GET /api/v1/settings")]
    [InlineData("inputs", "GET /api/v1/inputs")]
    [InlineData("outputs list --label a=b --label c --phase parked --sort -name --page 2",
        "GET /api/v1/outputs?phase=parked&label=a%3Db&label=c&sort=-name&page=2")]
    [InlineData("outputs show yt", "GET /api/v1/outputs/yt")]
    [InlineData("inputs create cam --url udp://:5000 --on --label a=b --option receive-buffer=70000",
        """POST /api/v1/inputs {"id":"cam","on":true,"labels":{"a":"b"},"address":{"url":"udp://:5000","options":{"receive-buffer":"70000"}}}""")]
    [InlineData("outputs create yt --input cam --url srt://h:1",
        """POST /api/v1/outputs {"id":"yt","input":"cam","address":{"url":"srt://h:1"}}""")]
    [InlineData("inputs check --url srt://h:1 --option latency-ms=200",
        """POST /api/v1/preflight {"kind":"input","address":{"url":"srt://h:1","options":{"latency-ms":"200"}}}""")]
    [InlineData("outputs check yt", """POST /api/v1/preflight {"kind":"output","id":"yt"}""")]
    [InlineData("outputs edit yt --name New --label a= --secret key= --if-version 7",
        """PATCH /api/v1/outputs/yt {"name":"New","labels":{"a":null},"address":{"secrets":{"key":null}}} if "7" """)]
    [InlineData("outputs remove yt", "DELETE /api/v1/outputs/yt")]
    [InlineData("outputs start yt", "POST /api/v1/outputs/yt/start")]
    [InlineData("inputs stop --all", "POST /api/v1/inputs/stop?all=true")]
    [InlineData("outputs stop --label a=b", "POST /api/v1/outputs/stop?label=a%3Db")]
    [InlineData("outputs restart yt", "POST /api/v1/outputs/yt/restart")]
    [InlineData("inputs retry cam", "POST /api/v1/inputs/cam/retry")]
    [InlineData("workloads list --owner input/cam", "GET /api/v1/workloads?owner=input%2Fcam")]
    [InlineData("workloads show a~in~a~0", "GET /api/v1/workloads/a~in~a~0")]
    [InlineData("why output/yt", "GET /api/v1/outputs/yt/why")]
    [InlineData("why cam~in~cam~0", "GET /api/v1/workloads/cam~in~cam~0")]
    [InlineData("logs output/yt", "GET /api/v1/outputs/yt/logs?lines=100")]
    [InlineData("logs cam~in~cam~0 --lines 5", "GET /api/v1/inputs/cam/logs?lines=5")]
    [InlineData("logs cam~0~yt~1", "GET /api/v1/outputs/yt/logs?lines=100")]
    [InlineData("timeline --kind workload", "GET /api/v1/timeline?kind=workload&size=30")]
    [InlineData("changes --kind output --size 3", "GET /api/v1/changes?kind=output&size=3")]
    [InlineData("changes diff output/yt 1 3", "GET /api/v1/changes/diff?entity=output%2Fyt&from=1&to=3")]
    [InlineData("changes as-of 2026-01-31T12:00:00Z", "GET /api/v1/changes/as-of?at=2026-01-31T12%3A00%3A00Z")]
    [InlineData("undo output/yt#3", "POST /api/v1/changes/output/yt/3/undo")]
    [InlineData("export", "GET /api/v1/export")]
    [InlineData("alerts", "GET /api/v1/alerts?state=pending&state=firing&state=acknowledged")]
    [InlineData("alerts list --all --rule parked", "GET /api/v1/alerts?rule=parked")]
    [InlineData("alerts show parked~output~yt", "GET /api/v1/alerts/parked~output~yt")]
    [InlineData("alerts ack parked~output~yt --note mine", """POST /api/v1/alerts/parked~output~yt/acknowledge {"note":"mine"}""")]
    [InlineData("alerts silence any~output~yt --for 2h --reason moving",
        """POST /api/v1/alerts/any~output~yt/silence {"for":"2h","reason":"moving"}""")]
    [InlineData("alerts unsilence any~output~yt", "POST /api/v1/alerts/any~output~yt/unsilence")]
    [InlineData("alert-rules create low --condition bitrate-low --threshold 2e6 --label team=news --channel desk --off",
        """POST /api/v1/alert-rules {"id":"low","condition":"bitrate-low","threshold":2000000,"on":false,"labels":{"team":"news"},"channels":["desk"]}""")]
    [InlineData("alert-rules edit parked --clear-after 1m --repeat-every= --if-version 0",
        """PATCH /api/v1/alert-rules/parked {"clearAfter":"1m","repeatEvery":null} if "0" """)]
    [InlineData("alert-rules remove low", "DELETE /api/v1/alert-rules/low")]
    [InlineData("channels", "GET /api/v1/channels")]
    [InlineData("channels create mail --kind email --url smtps://m --from a@b --to c@d --to e@f --no-resolved",
        """POST /api/v1/channels {"id":"mail","kind":"email","url":"smtps://m","from":"a@b","to":["c@d","e@f"],"resolved":false}""")]
    [InlineData("channels edit desk --secret signing= --on", """PATCH /api/v1/channels/desk {"secrets":{"signing":null},"on":true}""")]
    [InlineData("nodes", "GET /api/v1/nodes")]
    [InlineData("nodes drain a", "POST /api/v1/nodes/a/drain")]
    [InlineData("keys", "GET /api/v1/keys")]
    [InlineData("keys create --name n --role viewer --scope inputs",
        """POST /api/v1/keys {"name":"n","role":"viewer","scopes":["inputs"]}""")]
    [InlineData("keys revoke abc", "DELETE /api/v1/keys/abc")]
    [InlineData("keys rotate-signing --now", "POST /api/v1/keys/rotate-signing?now=true")]
    [InlineData("users show ann", "GET /api/v1/users/ann")]
    [InlineData("users edit ann --role admin --disable", """PATCH /api/v1/users/ann {"role":"admin","disabled":true}""")]
    [InlineData("users end-sessions ann", "POST /api/v1/users/ann/end-sessions")]
    public void A_verb_is_one_call(string verb, string asked)
    {
        Run(verb).Code.ShouldBe(ExitCode.Done);
        _asked.ToArray().ShouldBe([asked.TrimEnd()]);
    }

    [Theory]
    [InlineData("outputs edit yt")]
    [InlineData("inputs still cam")]
    [InlineData("outputs check")]
    [InlineData("outputs check yt --option program=2")]
    [InlineData("inputs stop")]
    [InlineData("alerts silence parked~output~yt --for 2h")]
    [InlineData("alert-rules edit parked")]
    [InlineData("alert-rules create x --threshold much")]
    [InlineData("undo output/yt")]
    [InlineData("timeline yt")]
    [InlineData("workloads restart a~in~a~0")]
    [InlineData("users edit ann --disable --enable")]
    [InlineData("users edit ann")]
    [InlineData("outputs remove yt --if-version 1\"x")]
    [InlineData("wait output/yt broken")]
    public void Invalid_commands_send_no_request(string verb)
    {
        Run(verb).Code.ShouldBe(ExitCode.Usage);
        _asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\nsecond line\n")]
    public void An_empty_secret_file_removes_no_secret(string text)
    {
        var file = _scratch.Write("empty.txt", text);
        Run($"outputs edit yt --secret key=@{file}").Code.ShouldBe(ExitCode.Usage);
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public void Where_nothing_is_found_of_a_thing_it_is_asked_whether_that_is_there()
    {
        Run("changes output/yt --size 3").Code.ShouldBe(ExitCode.Done);
        _asked.ToArray().ShouldBe(["GET /api/v1/changes?size=3&entity=output%2Fyt", "GET /api/v1/outputs/yt"]);
    }

    [Fact]
    public void A_still_is_one_call_whose_answer_is_the_file()
    {
        var file = _scratch.At("cam.jpg");
        Run($"inputs still cam --to {file}").Code.ShouldBe(ExitCode.Done);
        _asked.ToArray().ShouldBe(["GET /api/v1/inputs/cam/still.jpg"]);
        File.ReadAllBytes(file).ShouldNotBeEmpty();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void An_import_says_whether_it_is_one_and_how_much_it_may_remove()
    {
        var file = _scratch.Write("file.json", """{"format":"streamactors/1"}""");
        Run($"import {file} --dry-run").Code.ShouldBe(ExitCode.Done);
        Run($"import {file} --replace --yes").Code.ShouldBe(ExitCode.Done);
        _asked.ToArray().ShouldBe(
        [
            """POST /api/v1/import?dry-run=true {"format":"streamactors/1"}""",
            """POST /api/v1/import?mode=replace&removals=1000000 {"format":"streamactors/1"}""",
        ]);
    }

    [Theory]
    [InlineData(0, "GET /api/v1/me the-local-key")]
    [InlineData(1, "GET /api/v1/me")]
    public void The_local_key_of_a_data_folder_goes_where_its_server_listens_and_nowhere_else(int off, string asked)
    {
        var url = new UriBuilder(_url);
        url.Port += off;
        _scratch.Write("local.key", $"the-local-key\n{url.Uri}\n");
        Run("me", data: _scratch.Folder);
        _asked.ToArray().ShouldBe([asked]);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    public void A_server_that_listens_on_every_address_is_asked_on_this_machine(string host)
    {
        _scratch.Write("local.key", $"the-local-key\nhttp://{host}:{new Uri(_url).Port}/\n");
        Run("me", server: false, data: _scratch.Folder).Code.ShouldBe(ExitCode.Done);
        _asked.ToArray().ShouldBe(["GET /api/v1/me the-local-key"]);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("key\nX-Role: admin")]
    [InlineData("schlüssel")]
    public void What_is_no_key_is_sent_nowhere(string key)
    {
        Run("me", key: key).Code.ShouldBe(ExitCode.Usage);
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public void A_stored_key_goes_to_its_own_server_and_to_no_other()
    {
        Run($"context add here --server {_url} --key-file {_scratch.Write("key", "the-key\n")}", server: false).Code.ShouldBe(
            ExitCode.Done);
        Run("context list", server: false).Output.ShouldNotContain("*"); // a stored context is not selected until the user does so
        Run("context use here", server: false).Code.ShouldBe(ExitCode.Done);
        Run("me", server: false);
        Run("me --context here", server: false);
        Run($"me --server {_url}", server: false);
        _asked.ToArray().ShouldBe(["GET /api/v1/me the-key", "GET /api/v1/me the-key", "GET /api/v1/me"]);
    }

    public void Dispose()
    {
        _listener.Close();
        _scratch.Dispose();
    }

    private (ExitCode Code, string Output) Run(string verb, bool server = true, string? data = null, string? key = null)
    {
        using var output = new MemoryStream();
        var terminal = new Terminal(output, Stream.Null, name =>
            name switch { "HOME" => _scratch.Folder, "STREAMACTORS_SERVER" when server => _url, "STREAMACTORS_DATA" => data,
            "STREAMACTORS_KEY" => key, _ => null }) { IsTerminal = false, IsTyped = false };
        return (Commands.Run(verb.Split(' '), terminal), Encoding.UTF8.GetString(output.ToArray()));
    }

    private async Task Answer()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var body = new StreamReader(context.Request.InputStream);
            string[] parts =
            [
                context.Request.HttpMethod, context.Request.RawUrl!, await body.ReadToEndAsync(),
                context.Request.Headers["X-API-Key"] ?? "",
                context.Request.Headers["If-Match"] is { } version ? $"if {version}" : "",
            ];
            _asked.Enqueue(string.Join(' ', parts.Where(p => p.Length > 0)));
            await context.Response.OutputStream.WriteAsync(
                Encoding.UTF8.GetBytes(context.Request.RawUrl!.Contains("/events", StringComparison.Ordinal) ? "data: {}\n\n" : "{}"));
            context.Response.Close();
        }
    }
}
