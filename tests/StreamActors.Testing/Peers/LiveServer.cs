using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Testing.Peers;

/// <summary>
/// The server as installed, configured over its API. It may be killed and restarted in the same folder, on another port. As a cluster it
/// is two nodes, and requests alternate between them.
/// </summary>
public sealed class LiveServer : IAsyncDisposable
{
    private readonly Scratch _folder = new();
    private readonly string[] _options;
    private readonly string[] _nodes;
    private readonly Dictionary<string, ServerProcess> _processes = new(StringComparer.Ordinal);
    private string? _connection;
    private HttpClient? _client;

    private LiveServer(string[] options, bool isCluster) => (_options, _nodes) = (options, isCluster ? ["a", "b"] : ["one"]);

    /// <summary>The process of each node; one if it is no cluster.</summary>
    public IReadOnlyList<int> Ids => [.. _processes.Values.Select(p => p.Id)];

    public string Data => _folder.Data;

    /// <summary>The local key of the first node.</summary>
    public string LocalKey => _processes[_nodes[0]].LocalKey();

    public HttpClient Client => _client ?? throw new InvalidOperationException("It does not run.");

    /// <summary>The newest lines of its log, to explain a failed test.</summary>
    public string Story =>
        string.Concat(_processes.Select(p => $"\nThe server {p.Key}:\n{string.Join('\n', p.Value.Log.TakeLast(60))}"));

    /// <param name="options">Such as <c>--streamactors.media.udp.ports=20000-32000</c>.</param>
    public static Task<LiveServer> Start(params string[] options) => Start(isCluster: false, options);

    /// <summary>Two nodes.</summary>
    public static Task<LiveServer> Cluster(params string[] options) => Start(isCluster: true, options);

    private static async Task<LiveServer> Start(bool isCluster, string[] options)
    {
        var server = new LiveServer(options, isCluster);
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

    /// <summary>With -9.</summary>
    public Task Kill() => All("KILL");

    /// <summary>One node of a cluster, with -9.</summary>
    public async Task Kill(string node)
    {
        await _processes[node].Signal("KILL");
        await _processes[node].Ended();
    }

    public Task Stop() => All("TERM");

    public async Task Up()
    {
        foreach (var before in _processes.Values)
            await before.DisposeAsync();
        _processes.Clear();
        foreach (var node in _nodes)
            await Up(node);
        _client?.Dispose();
        _client = new HttpClient(new InTurn([.. _processes.Values])) { BaseAddress = await _processes[_nodes[0]].Url(),
            Timeout = Eventually.Timeout };
    }

    public Task Input(string id, string url, params (string Name, string Value)[] more) => Create("inputs", id, url, input: null, more);

    public Task Output(string id, string input, string url, params (string Name, string Value)[] more) =>
        Create("outputs", id, url, input, more);

    /// <summary>A command without a body: start, stop, restart, retry.</summary>
    public async Task Say(string kind, string id, string command)
    {
        using var answer = await Client.PostAsync(new Uri($"/api/v1/{kind}/{id}/{command}", UriKind.Relative), null);
        await Accepted(answer, $"{command} of {kind}/{id}");
    }

    /// <summary>Applies the fields of <paramref name="edit"/>.</summary>
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

    /// <summary>A key with the role reader, for these inputs or for all.</summary>
    public async Task<(string Id, string Key)> ReadKey(params string[] inputs)
    {
        var scopes = new JsonArray([.. inputs.Select(i => (JsonNode)i)]);
        using var answer = await Client.PostAsJsonAsync(new Uri("/api/v1/keys", UriKind.Relative),
            new JsonObject { ["name"] = "lobby", ["role"] = "reader", ["scopes"] = scopes });
        await Accepted(answer, "a read key");
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("id").GetString()!, json.GetProperty("key").GetString()!);
    }

    /// <summary>A key frame has come: readers of the input are let in.</summary>
    public Task Readable(string input) => Eventually.Is(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri($"/relay/{input}.ts", UriKind.Relative));
        using var answer = await Client.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }, () => $"{input} cannot be read. {Story}");

    public async Task<LiveState> State(string kind, string id) => new((await Read($"{kind}/{id}")).GetProperty("state"));

    public async Task<LiveState> Is(string kind, string id, string phase, Func<string>? otherwise = null, TimeSpan? timeout = null)
    {
        LiveState state = default;
        await Eventually.Is(
            async () => (state = await State(kind, id)).Phase == phase,
            () => $"{kind}/{id} should be {phase} and is {state}. {otherwise?.Invoke()} {Story}", timeout);
        return state;
    }

    public Task<LiveState> OnAir(string kind, string id, Func<string>? otherwise = null) => Is(kind, id, "on-air", otherwise);

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task All(string signal)
    {
        foreach (var process in _processes.Values)
            await process.Signal(signal);
        foreach (var process in _processes.Values)
            await process.Ended();
    }

    private async Task Up(string node)
    {
        if (_nodes.Length == 1)
        {
            _processes[node] = await ServerProcess.Up(Data, _options);
            return;
        }
        _connection ??= await (await PostgresServer.Shared()).NewDatabase();
        string[] join = _processes.Values.FirstOrDefault() is { } first ? ["--join", await first.ClusterAddress()] : [];
        string[] cluster =
        [
            "--config", _folder.Write("together.conf", FastCluster.Akka), $"--node={node}", "--streamactors.cluster.listen=127.0.0.1:0",
            "--streamactors.journal.database=postgresql",
            $"--streamactors.journal.postgresql.connection={_connection}",
            // The same on all nodes of a cluster.
            $"--streamactors.secrets.master-key.file={_folder.At("master.key")}",
            $"--streamactors.media.files={Path.Combine(Data, "media")}",
        ];
        var process = _processes[node] = await ServerProcess.Up(_folder.At(node), [.. cluster, .. join, .. _options]);
        await process.Until("/health/ready", _ => true);
        foreach (var each in _processes.Values)
            await each.Until("/api/health", health => health.GetProperty("members").EnumerateArray()
                .Count(m => m.GetProperty("status").GetString() == "up") == _processes.Count);
    }

    /// <param name="more">Options of the address; names with a leading '!' are secrets.</param>
    private async Task Create(string kind, string id, string url, string? input, (string Name, string Value)[] more)
    {
        JsonObject Part(bool secret) => new(more.Where(m => m.Name.StartsWith('!') == secret)
            .Select(m => KeyValuePair.Create(m.Name.TrimStart('!'), (JsonNode?)m.Value)));
        var body = new JsonObject
        {
            ["id"] = id, ["name"] = id, ["on"] = true,
            ["address"] = new JsonObject { ["url"] = url, ["options"] = Part(false), ["secrets"] = Part(true) },
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

/// <summary>The state of one input or output, as the API shows it.</summary>
public readonly record struct LiveState(JsonElement Json)
{
    public string Phase => Text("phase");

    public string Reason => Text("reason");

    public string Fault => Text("fault");

    public string Node => Text("node");

    public long Incarnation =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("incarnation", out var number) ? number.GetInt64() : 0;

    public override string ToString() => Json.ValueKind == JsonValueKind.Undefined ? "unknown" : Json.GetRawText();

    private string Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
        ? text.GetString()! : "";
}

/// <summary>Sends every request to the next running node.</summary>
internal sealed class InTurn(IReadOnlyList<ServerProcess> nodes) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _next;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var living = nodes.Where(n => !n.HasExited).DefaultIfEmpty(nodes[0]).ToList();
        var node = living[(int)((uint)Interlocked.Increment(ref _next) % (uint)living.Count)];
        request.RequestUri = new Uri(await node.Url(), request.RequestUri!.PathAndQuery);
        if (!request.Headers.Contains("X-API-Key") && !request.Headers.Contains("Authorization"))
            request.Headers.Add("X-API-Key", node.LocalKey());
        return await base.SendAsync(request, cancellationToken);
    }
}
