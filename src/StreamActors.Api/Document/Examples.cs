using System.Text.Json.Nodes;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>What is sent and what comes back, as the document shows it. A test sends and compares them.</summary>
internal static class Examples
{
    private const string State = """{"phase":"on-air","reason":"","since":"2026-01-31T12:00:00+00:00","retryAt":null,"incarnation":3,"workload":"cam1~in~cam1~0","node":"studio-1","figures":null,"fault":null}""";
    private const string Input = $$$$"""{"id":"cam1","name":"Camera 1","address":{"url":"srt://camera.example:9000","options":{"latency-ms":"200"},"secrets":{"passphrase":"***"}},"on":true,"stallAfter":"10s","labels":{"team":"news"},"outputLimit":20,"outputs":["platform"],"version":4,"state":{{{{State}}}}}""";
    private const string Output = $$$$"""{"id":"platform","name":"A platform","input":"cam1","address":{"url":"rtmp://live.example/app","options":{},"secrets":{"key":"***"}},"on":true,"stallAfter":"10s","labels":{},"version":2,"state":{{{{State}}}}}""";

    private static readonly Dictionary<Type, string> Whole = new()
    {
        [typeof(InputDraft)] = """{"id":"cam1","name":"Camera 1","address":{"url":"srt://camera.example:9000","options":{"latency-ms":"200"},"secrets":{"passphrase":"a long passphrase"}},"on":true,"stallAfter":"10s","labels":{"team":"news"}}""",
        [typeof(OutputDraft)] = """{"id":"platform","name":"A platform","input":"cam1","address":{"url":"rtmp://live.example/app","secrets":{"key":"live_0123456789"}},"on":true}""",
        [typeof(InputView)] = Input,
        [typeof(OutputView)] = Output,
        [typeof(Listing<InputView>)] = $$$$"""{"items":[{{{{Input}}}}],"page":1,"size":100,"total":1}""",
        [typeof(Listing<OutputView>)] = $$$$"""{"items":[{{{{Output}}}}],"page":1,"size":100,"total":1}""",
        [typeof(KeyDraft)] = """{"name":"Tally light","role":"viewer","scopes":["inputs"],"expires":"2099-01-01T00:00:00Z"}""",
        [typeof(UserDraft)] = """{"id":"ann","role":"operator","password":"correct horse battery"}""",
        [typeof(LoginDraft)] = """{"user":"ann","password":"correct horse battery"}""",
        [typeof(PasswordDraft)] = """{"old":"correct horse battery","password":"another long password"}""",
        [typeof(ExportDraft)] = """{"passphrase":"a passphrase of the house"}""",
        [typeof(ImportDraft)] = """{"format":"streamactors/1","inputs":[{"id":"cam1","address":{"url":"udp://:5004"},"on":true}],"outputs":[]}""",
        [typeof(PrincipalView)] = """{"who":"user:ann","role":"operator","scopes":[]}""",
        [typeof(LiveBatch)] = $$$$"""{"id":"4711","snapshot":false,"more":false,"events":[{"type":"state","id":"cam1~in~cam1~0","owner":"input/cam1","state":{{{{State}}}}}]}""",
    };

    private static readonly Dictionary<Type, string> Patches = new()
    {
        [typeof(InputDraft)] = """{"name":"Camera One","labels":{"team":null,"floor":"2"}}""",
        [typeof(OutputDraft)] = """{"name":"The platform","address":{"secrets":{"key":"live_9876543210"}}}""",
        [typeof(UserDraft)] = """{"role":"editor"}""",
    };

    public static JsonNode? Of(Type type, bool isPatch) => (isPatch ? Patches : Whole).TryGetValue(type, out var json) ? JsonNode.Parse(json) : null;

    public static string PathPart(string path, string part) => (path.Split('/')[0], part) switch
    {
        ("inputs", _) => "cam1",
        ("outputs", _) => "platform",
        ("workloads", _) => "cam1~in~cam1~0",
        ("users", _) => "ann",
        ("keys", _) => "0123456789ab",
        ("changes", "{kind}") => "input",
        ("changes", "{number}") => "3",
        ("changes", _) => "cam1",
        _ => "studio-1",
    };
}
