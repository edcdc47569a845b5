using System.Text.Json.Nodes;
using StreamActors.Domain.Addresses;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The examples in the OpenAPI document. A test sends and compares them.</summary>
internal static class Examples
{
    private const string State =
        """{"phase":"on-air","reason":"","since":"2026-01-31T12:00:00+00:00","retryAt":null,"incarnation":3,"workload":"cam1~in~cam1~0","node":"studio-1","figures":null,"fault":null}""";
    private const string Input =
        $$$$"""{"id":"cam1","name":"Camera 1","address":{"url":"srt://camera.example:9000","options":{"latency-ms":"200"},"secrets":{"passphrase":"***"}},"on":true,"stallAfter":"10s","labels":{"team":"news"},"outputLimit":20,"outputs":["platform"],"version":4,"state":{{{{State}}}}}""";
    private const string Output =
        $$$$"""{"id":"platform","name":"A platform","input":"cam1","address":{"url":"rtmp://live.example/app","options":{},"secrets":{"key":"***"}},"on":true,"stallAfter":"10s","labels":{},"version":2,"state":{{{{State}}}}}""";

    private const string Alert =
        """{"id":"parked~output~platform","rule":"parked","subject":"output/platform","state":"firing","severity":"critical","summary":"output/platform is parked. The key is refused.","since":"2026-01-31T12:00:00+00:00","firedAt":"2026-01-31T12:00:01+00:00","resolvedAt":null,"why":null,"times":1,"silenced":false,"acknowledged":null,"silence":null,"version":1}""";
    private const string Rule =
        """{"id":"bitrate-low-news","name":"News below 2 Mbit/s","condition":"bitrate-low","severity":"critical","on":true,"for":"30s","clearAfter":"30s","threshold":2000000,"within":null,"repeatEvery":"15m","subjects":["input"],"labels":{"team":"news"},"channels":["newsroom"],"shipped":false,"edited":true,"firing":0,"version":1}""";
    private const string Channel =
        """{"id":"newsroom","name":"Newsroom","kind":"webhook","on":true,"url":"https://hooks.example/streamactors","user":null,"from":null,"to":[],"plain":false,"secrets":{"signing":"***"},"least":"warning","gather":"5s","spacing":"30s","resolved":true,"version":1,"state":{"status":"ok","fault":null,"again":null,"lastSent":"2026-01-31T12:00:06+00:00","sent":1,"abandoned":0,"told":1}}""";

    private static readonly Dictionary<Type, string> Whole = new()
    {
        [typeof(InputDraft)] =
            """{"id":"cam1","name":"Camera 1","address":{"url":"srt://camera.example:9000","options":{"latency-ms":"200"},"secrets":{"passphrase":"a long passphrase"}},"on":true,"stallAfter":"10s","labels":{"team":"news"}}""",
        [typeof(OutputDraft)] =
            """{"id":"platform","name":"A platform","input":"cam1","address":{"url":"rtmp://live.example/app","secrets":{"key":"live_0123456789"}},"on":true}""",
        [typeof(InputView)] = Input,
        [typeof(OutputView)] = Output,
        [typeof(Listing<InputView>)] = $$$$"""{"items":[{{{{Input}}}}],"page":1,"size":100,"total":1}""",
        [typeof(Listing<OutputView>)] = $$$$"""{"items":[{{{{Output}}}}],"page":1,"size":100,"total":1}""",
        [typeof(AlertView)] = Alert,
        [typeof(Listing<AlertView>)] = $$$$"""{"items":[{{{{Alert}}}}],"page":1,"size":100,"total":1}""",
        [typeof(AcknowledgeDraft)] = """{"note":"Ann calls the platform"}""",
        [typeof(SilenceDraft)] = """{"for":"2h","reason":"The platform is being moved"}""",
        [typeof(AlertRuleDraft)] =
            """{"id":"bitrate-low-news","name":"News below 2 Mbit/s","condition":"bitrate-low","severity":"critical","threshold":2000000,"repeatEvery":"15m","subjects":["input"],"labels":{"team":"news"},"channels":["newsroom"]}""",
        [typeof(AlertRuleView)] = Rule,
        [typeof(Listing<AlertRuleView>)] = $$$$"""{"items":[{{{{Rule}}}}],"page":1,"size":100,"total":1}""",
        [typeof(ChannelDraft)] =
            """{"id":"newsroom","name":"Newsroom","kind":"webhook","url":"https://hooks.example/streamactors","secrets":{"signing":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},"least":"warning"}""",
        [typeof(ChannelView)] = Channel,
        [typeof(Listing<ChannelView>)] = $$$$"""{"items":[{{{{Channel}}}}],"page":1,"size":100,"total":1}""",
        [typeof(ChannelTestView)] = """{"delivered":false,"fault":"The server answered 404.","seconds":0.12}""",
        [typeof(KeyDraft)] = """{"name":"Tally light","role":"viewer","scopes":["inputs"],"expires":"2099-01-01T00:00:00Z"}""",
        [typeof(UserDraft)] = """{"id":"ann","role":"operator","password":"correct horse battery"}""",
        [typeof(LoginDraft)] = """{"user":"ann","password":"correct horse battery"}""",
        [typeof(PreflightDraft)] = """{"kind":"output","address":{"url":"rtmp://live.example/app","secrets":{"key":"live_0123456789"}}}""",
        [typeof(PreflightView)] =
            """{"result":"fail","checks":[{"name":"address","result":"ok","text":"The address and its options are valid.","cure":null,"seconds":0},{"name":"host","result":"fail","text":"The name live.example cannot be resolved.","cure":"Check the spelling of the host name, and the DNS server of this machine.","seconds":0.02}],"streams":[],"seconds":0.02}""",
        [typeof(SignInLinkDraft)] = """{"code":"2f1e7a60c8d94b35a1f20b6c7d8e9f0a1b2c3d4e","cookie":true}""",
        [typeof(PasswordDraft)] = """{"old":"correct horse battery","password":"another long password"}""",
        [typeof(ExportDraft)] = """{"passphrase":"a long export passphrase"}""",
        [typeof(BackupDraft)] = """{"passphrase":"a long backup passphrase"}""",
        [typeof(ImportDraft)] =
            """{"format":"streamactors/1","inputs":[{"id":"cam1","address":{"url":"udp://:5004"},"on":true}],"outputs":[]}""",
        [typeof(PreviewView)] =
            """{"ticket":"q6Q0kYw2J1r5cPZ8mD3vT7xB9nL4fHsEaUgKiOyWtXc","expires":"2026-01-31T12:00:30+00:00","codecs":["H.264","AAC"],"unplayable":null,"why":null}""",
        [typeof(PrincipalView)] = """{"who":"user:ann","role":"operator","scopes":[],"expires":"2026-02-01T12:00:00+00:00","needsPassword":false}""",
        [typeof(LiveBatch)] =
            $$$$"""{"id":"4711","at":"2026-01-31T12:00:00+00:00","epoch":"9f86d081884c7d65","snapshot":false,"more":false,"events":[{"type":"state","id":"cam1~in~cam1~0","owner":"input/cam1","state":{{{{State}}}}}]}""",
    };

    private static readonly Dictionary<Type, string> Patches = new()
    {
        [typeof(InputDraft)] = """{"name":"Camera One","labels":{"team":null,"floor":"2"}}""",
        [typeof(OutputDraft)] = """{"name":"The platform","address":{"secrets":{"key":"live_9876543210"}}}""",
        [typeof(AlertRuleDraft)] = """{"threshold":1500000,"on":true}""",
        [typeof(ChannelDraft)] = """{"least":"critical","secrets":{"signing":"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}}""",
        [typeof(UserDraft)] = """{"role":"editor"}""",
    };

    public static JsonNode? Of(Type type, bool isPatch) =>
        (isPatch ? Patches : Whole).TryGetValue(type, out var json) ? JsonNode.Parse(json) : null;

    public static string PathPart(string path, string part) => (path.Split('/')[0], part) switch
    {
        ("inputs", "{reader}") => "7",
        ("inputs" or "relay", _) => "cam1",
        ("outputs", _) => "platform",
        ("workloads", _) => "cam1~in~cam1~0",
        ("alerts", _) => "parked~output~platform",
        ("alert-rules", _) => "bitrate-low-news",
        ("channels", _) => "newsroom",
        ("users", _) => "ann",
        ("keys", _) => "0123456789ab",
        ("protocols", _) => Protocols.Names(isIngest: true)[0],
        ("changes" or "entities", "{kind}") => "input",
        ("changes", "{number}") => "3",
        ("changes" or "entities", _) => "cam1",
        _ => "studio-1",
    };
}
