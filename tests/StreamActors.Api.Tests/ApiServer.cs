using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Server;

namespace StreamActors.Api.Tests;

/// <summary>The house and its front door in this process, on a free port and a folder of its own.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly House _house;
    private readonly WebApplication _web;
    private readonly bool _keep;
    private Document? _document;

    private ApiServer(DataFolder folder, House house, WebApplication web, bool keep)
    {
        (_folder, _house, _web, _keep) = (folder, house, web, keep);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = new Uri(web.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public House House => _house;

    public IServiceProvider Parts => _web.Services;

    public static async Task<ApiServer> Open(string? data = null, Func<HttpOptions, HttpOptions>? http = null, ILoggerFactory? logs = null, string? postgres = null, Func<StreamActorsOptions, StreamActorsOptions>? more = null)
    {
        var door = new HttpOptions { Listen = new("127.0.0.1", 0) };
        var options = new StreamActorsOptions { Data = data ?? Directory.CreateTempSubdirectory("sa-api-").FullName, Node = "studio-1", Http = http?.Invoke(door) ?? door };
        if (postgres is not null)
            options = options with { Journal = new() { Database = DatabaseChoice.Postgresql, Postgresql = new() { Connection = new(postgres) } } };
        options = more?.Invoke(options) ?? options;
        var folder = DataFolder.Hold(options, DateTimeOffset.UnixEpoch);
        var house = await House.Open(options, akka: "", folder, logs ?? NullLoggerFactory.Instance, TimeProvider.System);
        var web = FrontDoor.Build(options, house, logs ?? NullLoggerFactory.Instance, TimeProvider.System);
        await web.StartAsync();
        return new ApiServer(folder, house, web, keep: data is not null);
    }

    public Task<Answer> Get(string path) => Send("GET", path);

    public Task<Answer> Post(string path, string? json = null, params (string Name, string Value)[] headers) => Send("POST", path, json, headers);

    public Task<Answer> Patch(string path, string json, params (string Name, string Value)[] headers) => Send("PATCH", path, json, headers);

    public Task<Answer> Delete(string path, params (string Name, string Value)[] headers) => Send("DELETE", path, null, headers);

    public async Task<Answer> Send(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/api/v1/" + path);
        if (json is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request);
        var answer = await Answer.Of(response);
        if (!path.StartsWith('/') && method != "HEAD" && (answer.Status != 400 || answer.Text.Length > 0))
            (await Described()).Complaints(method, path, answer).ShouldBeEmpty();
        return answer;
    }

    /// <summary>The document this server serves: every answer a test gets is held against it.</summary>
    public async Task<Document> Described() => _document ??= new Document(JsonNode.Parse(await Http.GetStringAsync("/api/v1/openapi.json"))!.AsObject());

    /// <summary>The key of the first start.</summary>
    public async Task<(string Name, string Value)> FirstKey() => ("X-API-Key", (await Parts.GetRequiredService<FirstKey>().Issue(CancellationToken.None)).ShouldNotBeNull().Reveal());

    /// <summary>What comes about by followers is waited for by looking.</summary>
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
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _house.DisposeAsync();
        _folder.Dispose();
        if (!_keep)
            Directory.Delete(_folder.Path, recursive: true);
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, string? ETag, string? Location, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public string Code => Body.GetProperty("code").GetString()!;

    public IReadOnlyList<string> Fields => Body.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(e => e.GetProperty("field").GetString()!)] : [];

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.Tag, response.Headers.Location?.ToString(), response.Content.Headers.ContentType?.MediaType, response.Headers);

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
