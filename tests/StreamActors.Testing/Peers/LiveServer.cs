using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Testing.Peers;

/// <summary>
/// The server as it is installed, with what goes on air on it said over its API. It may be killed and started again on the
/// same folder, at another port.
/// </summary>
public sealed class LiveServer : IAsyncDisposable
{
    private readonly Scratch _folder = new();
    private readonly string[] _options;
    private ServerProcess? _process;
    private HttpClient? _client;

    private LiveServer(string[] options) => _options = options;

    public int Id => Process.Id;

    public string Data => _folder.Data;

    public HttpClient Client => _client ?? throw new InvalidOperationException("It does not run.");

    /// <summary>The newest lines of its log, for whoever reads why a test failed.</summary>
    public string Story => "\nThe server:\n" + string.Join('\n', Process.Log.ToArray().TakeLast(60));

    private ServerProcess Process => _process ?? throw new InvalidOperationException("It does not run.");

    /// <param name="options">Such as <c>--streamactors.media.udp.ports=20000-32000</c>.</param>
    public static async Task<LiveServer> Start(params string[] options)
    {
        var server = new LiveServer(options);
        try
        {
            await server.Up();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>With -9: it has no time for anything.</summary>
    public async Task Kill()
    {
        await Process.Signal("KILL");
        await Process.Ended();
    }

    public async Task Stop()
    {
        await Process.Signal("TERM");
        await Process.Ended();
    }

    public async Task Up()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await ServerProcess.Up(Data, _options);
        _client?.Dispose();
        // The one place that would carry a key: on loopback the API is open.
        _client = new HttpClient { BaseAddress = await _process.Url(), Timeout = Eventually.Patience };
    }

    public Task Input(string id, string url, params (string Name, string Value)[] more) => Create("inputs", id, url, input: null, more);

    public Task Output(string id, string input, string url, params (string Name, string Value)[] more) => Create("outputs", id, url, input, more);

    /// <summary>A command with no body: start, stop, restart, retry.</summary>
    public async Task Say(string kind, string id, string command)
    {
        using var answer = await Client.PostAsync(new Uri($"/api/v1/{kind}/{id}/{command}", UriKind.Relative), null);
        await Accepted(answer, $"{command} of {kind}/{id}");
    }

    /// <summary>What is written in <paramref name="edit"/> becomes so.</summary>
    public async Task Edit(string kind, string id, JsonObject edit)
    {
        using var content = new StringContent(edit.ToJsonString(), System.Text.Encoding.UTF8, "application/merge-patch+json");
        using var answer = await Client.PatchAsync(new Uri($"/api/v1/{kind}/{id}", UriKind.Relative), content);
        await Accepted(answer, $"the edit of {kind}/{id}");
    }

    public async Task Delete(string kind, string id)
    {
        using var answer = await Client.DeleteAsync(new Uri($"/api/v1/{kind}/{id}", UriKind.Relative));
        await Accepted(answer, $"the end of {kind}/{id}");
    }

    public async Task<JsonElement> Read(string path)
    {
        using var answer = await Client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        await Accepted(answer, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<LiveState> State(string kind, string id) => new((await Read($"{kind}/{id}")).GetProperty("state"));

    public async Task<LiveState> Is(string kind, string id, string phase, Func<string>? otherwise = null, TimeSpan? patience = null)
    {
        LiveState state = default;
        await Eventually.Is(
            async () => (state = await State(kind, id)).Phase == phase, () => $"{kind}/{id} should be {phase} and is {state}. {otherwise?.Invoke()} {Story}", patience);
        return state;
    }

    public Task<LiveState> OnAir(string kind, string id, Func<string>? otherwise = null) => Is(kind, id, "on-air", otherwise);

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    /// <param name="more">Options of the address; what begins with a '!' is a secret.</param>
    private async Task Create(string kind, string id, string url, string? input, (string Name, string Value)[] more)
    {
        JsonObject Part(bool secret) => new(more.Where(m => m.Name.StartsWith('!') == secret).Select(m => KeyValuePair.Create(m.Name.TrimStart('!'), (JsonNode?)m.Value)));
        var body = new JsonObject
        {
            ["id"] = id, ["name"] = id, ["on"] = true, ["address"] = new JsonObject { ["url"] = url, ["options"] = Part(false), ["secrets"] = Part(true) },
        };
        if (input is not null)
            body["input"] = input;
        else
            body["outputLimit"] = 5000;
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync(new Uri($"/api/v1/{kind}", UriKind.Relative), content);
        await Accepted(answer, $"{kind}/{id}");
    }

    private async Task Accepted(HttpResponseMessage answer, string what)
    {
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()} {Story}");
    }
}

/// <summary>What is, of one input or output, as the API shows it.</summary>
public readonly record struct LiveState(JsonElement Json)
{
    public string Phase => Text("phase");

    public string Reason => Text("reason");

    public string Fault => Text("fault");

    public long Incarnation => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("incarnation", out var number) ? number.GetInt64() : 0;

    public override string ToString() => Json.ValueKind == JsonValueKind.Undefined ? "unknown" : Json.GetRawText();

    private string Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
