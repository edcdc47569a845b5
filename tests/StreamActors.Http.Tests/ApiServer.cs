using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Addresses;
using StreamActors.Server;
using StreamActors.Testing;

namespace StreamActors.Http.Tests;

/// <summary>
/// A node in this process, on a free port and in its own folder; or two nodes of one cluster over PostgreSQL, where requests alternate
/// between them.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly List<Running> _nodes = [];
    private readonly string _data;
    private readonly bool _keep;
    private Document? _document;

    private ApiServer(string data, bool keep, bool anonymous)
    {
        (_data, _keep) = (data, keep);
        Http = new HttpClient(new InTurn(_nodes, anonymous));
    }

    public HttpClient Http { get; }

    public Server.Node Node => _nodes[0].Inner;

    public IServiceProvider Parts => _nodes[0].Web.Services;

    /// <summary>The local key of the first node, for requests without <see cref="Http"/>.</summary>
    public string LocalKey => _nodes[0].Key;

    /// <param name="anonymous">A request without credentials is sent without; otherwise it gets the local key.</param>
    /// <param name="time">The clock of the HTTP API; the node keeps the system's.</param>
    /// <param name="two">Two nodes.</param>
    public static async Task<ApiServer> Open(
        string? data = null, Func<HttpOptions, HttpOptions>? http = null, ILoggerFactory? logs = null, string? postgres = null,
        Func<StreamActorsOptions, StreamActorsOptions>? more = null, bool two = false,
        StreamActors.Ffmpeg.Reach reach = StreamActors.Ffmpeg.Reach.Private, bool anonymous = false, TimeProvider? time = null)
    {
        var door = new HttpOptions { Listen = new("127.0.0.1", 0) };
        var options = new StreamActorsOptions { Data = data ?? Directory.CreateTempSubdirectory("sa-api-").FullName, Node = "studio-1",
            Http = http?.Invoke(door) ?? door, Media = new() { Reach = reach } };
        var api = new ApiServer(options.Data, keep: data is not null, anonymous);
        try
        {
            if (two)
                postgres ??= await (await PostgresServer.Shared()).NewDatabase();
            if (postgres is not null)
                options = options
                    with { Journal = new() { Database = DatabaseChoice.Postgresql, Postgresql = new() { Connection = new(postgres) } } };
            options = more?.Invoke(options) ?? options;
            if (two)
                await api.OpenTwo(options, logs ?? NullLoggerFactory.Instance);
            else
                await api.Open(options, logs ?? NullLoggerFactory.Instance, time);
            api.Http.BaseAddress = api._nodes[0].Url;
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public Task<Answer> Get(string path) => Send("GET", path);

    public Task<Answer> Post(string path, string? json = null, params (string Name, string Value)[] headers) =>
        Send("POST", path, json, headers);

    public Task<Answer> Patch(string path, string json, params (string Name, string Value)[] headers) => Send("PATCH", path, json, headers);

    public Task<Answer> Delete(string path, params (string Name, string Value)[] headers) => Send("DELETE", path, null, headers);

    public async Task<Answer> Send(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/api/v1/" + path);
        if (json is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var answer = await Answer.Of(response);
        if (!path.StartsWith('/') && method != "HEAD" && (answer.Status != 400 || answer.Text.Length > 0))
            (await Described()).Complaints(method, path, answer).ShouldBeEmpty();
        return answer;
    }

    /// <summary>This server's OpenAPI document: every response in a test is checked against it.</summary>
    public async Task<Document> Described() =>
        _document ??= new Document(JsonNode.Parse(await Http.GetStringAsync("/api/v1/openapi.json"))!.AsObject());

    /// <summary>The key created by the first start.</summary>
    public async Task<(string Name, string Value)> FirstKey() =>
        ("X-API-Key", (await Parts.GetRequiredService<FirstKey>().Issue(CancellationToken.None)).ShouldNotBeNull().Reveal());

    /// <summary>Polls, for effects of followers.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await look.WaitForNextTickAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
        if (!_keep)
            Directory.Delete(_data, recursive: true);
    }

    private async Task OpenTwo(StreamActorsOptions options, ILoggerFactory logs)
    {
        options = options with
        {
            Cluster = options.Cluster with { Listen = new(new ListenAddress("127.0.0.1", 0)) },
            Secrets = options.Secrets with { MasterKey = options.Secrets.MasterKey with { File = Path.Combine(_data, "master.key") } },
        };
        await Open(options with { Data = Path.Combine(_data, "one") }, logs);
        await Until(() => Task.FromResult(Node.Cluster.Members.Count == 1));
        var first = Node.Cluster.Members[0].Address;
        await Open(options with { Data = Path.Combine(_data, "two"), Node = "studio-2",
            Cluster = options.Cluster with { Join = new(first[(first.LastIndexOf('@') + 1)..]) } }, logs);
        await Until(() => Task.FromResult(_nodes.All(n => n.Inner.Cluster.Members.Count(m => m.Status == "up") == 2)));
    }

    private async Task Open(StreamActorsOptions options, ILoggerFactory logs, TimeProvider? time = null)
    {
        var folder = DataFolder.Hold(options, DateTimeOffset.UnixEpoch);
        var node = await Server.Node.Build(options, FastCluster.Akka, folder, logs, TimeProvider.System, time);
        await node.Start();
        await node.Web.StartAsync();
        _nodes.Add(new Running(folder, node));
    }

    private sealed record Running(DataFolder Folder, Server.Node Inner) : IAsyncDisposable
    {
        public WebApplication Web => Inner.Web;

        public Uri Url { get; } = new(Inner.Web.Urls.Single());

        public string Key { get; } = Inner.Web.Services.GetRequiredService<LocalKey>().Reveal();

        public async ValueTask DisposeAsync()
        {
            await Web.StopAsync();
            await Inner.DisposeAsync();
            Folder.Dispose();
        }
    }

    private sealed class InTurn(List<Running> nodes, bool anonymous)
        : DelegatingHandler(
        new SocketsHttpHandler { MaxConnectionsPerServer = 200, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var node = nodes[(int)((uint)Interlocked.Increment(ref _next) % (uint)nodes.Count)];
            if (nodes.Count > 1)
                request.RequestUri = new Uri(node.Url, request.RequestUri!.PathAndQuery);
            if (!anonymous && !request.Headers.Contains("X-API-Key") && !request.Headers.Contains("Authorization"))
                request.Headers.Add("X-API-Key", node.Key);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>A response.</summary>
internal sealed record Answer(int Status, string Text, string? ETag, string? Location, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public string Code => Body.GetProperty("code").GetString()!;

    public IReadOnlyList<string> Fields =>
        Body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(e => e.GetProperty("field").GetString()!)] : [];

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.Tag,
        response.Headers.Location?.ToString(), response.Content.Headers.ContentType?.MediaType, response.Headers);

    public Answer Is(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    public Answer IsRefused(int status, string code, params string[] fields)
    {
        Is(status);
        ContentType.ShouldBe("application/problem+json");
        Code.ShouldBe(code);
        Fields.ShouldBe(fields, ignoreOrder: true, Text);
        foreach (var error in Body.TryGetProperty("errors", out var errors) ? errors.EnumerateArray().ToArray() : [])
            error.GetProperty("cure").GetString().ShouldNotBeNullOrWhiteSpace();
        return this;
    }
}
