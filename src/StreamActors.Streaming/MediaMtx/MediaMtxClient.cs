using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>The control API (v3) of a MediaMTX. Each failure is a <see cref="NotStartedException"/> in words for an operator.</summary>
internal sealed class MediaMtxClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly string _api;

    public MediaMtxClient(string api, string user, Secret? password)
    {
        _api = api.TrimEnd('/');
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            Timeout = Timeout, MaxResponseContentBufferSize = 64 << 20,
        };
        if (user.Length > 0)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password?.Reveal()}")));
    }

    /// <returns>Null where the version has no such request.</returns>
    public Task<MediaMtxVersion?> Info(CancellationToken stop) => Get("info", MediaMtxJson.Default.MediaMtxVersion, stop);

    public Task<List<MediaMtxPath>> Paths(CancellationToken stop) => All("paths", MediaMtxJson.Default.MediaMtxPageMediaMtxPath, stop);

    public Task<List<JsonObject>> Configured(CancellationToken stop) =>
        All("config/paths", MediaMtxJson.Default.MediaMtxPageJsonObject, stop);

    /// <param name="kind">srtconns, rtmpconns or rtspsessions: empty where MediaMTX has that protocol switched off.</param>
    public Task<List<MediaMtxConnection>> Connections(string kind, CancellationToken stop) =>
        All(kind, MediaMtxJson.Default.MediaMtxPageMediaMtxConnection, stop);

    /// <exception cref="NotStartedException">With <see cref="ErrorClass.BadUrl"/>: MediaMTX refuses it.</exception>
    public async Task Send(PathCall call, CancellationToken stop)
    {
        var (method, verb) = call.Type switch
        {
            PathCallType.Add => (HttpMethod.Post, "add"),
            PathCallType.Patch => (HttpMethod.Patch, "patch"),
            _ => (HttpMethod.Delete, "delete"),
        };
        using var content = call.Fields is null ? null
            : new StringContent(call.Fields.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await Ask(method, $"config/paths/{verb}/{call.Path}", content, stop);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
            throw Failure(ErrorClass.BadUrl, $"MediaMTX refuses the path {call.Path} ({verb}): {await Said(answer, stop)}");
        await Check(answer, stop);
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<T>> All<T>(string what, JsonTypeInfo<MediaMtxPage<T>> type, CancellationToken stop)
    {
        var all = new List<T>();
        for (var page =
            0; await Get(string.Create(CultureInfo.InvariantCulture, $"{what}/list?page={page}"), type, stop) is { } got; page++)
        {
            all.AddRange(got.Items ?? []);
            if (page + 1 >= got.PageCount || got.Items is not { Count: > 0 })
                break;
        }
        return all;
    }

    private async Task<T?> Get<T>(string what, JsonTypeInfo<T> type, CancellationToken stop) where T : class
    {
        using var answer = await Ask(HttpMethod.Get, what, null, stop);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        await Check(answer, stop);
        try
        {
            return await JsonSerializer.DeserializeAsync(await answer.Content.ReadAsStreamAsync(stop), type, stop)
                ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw Failure(ErrorClass.Network, $"{_api} answers {what} with something else than MediaMTX's API does. "
                + "Is media.mediamtx.api the address of its control API?");
        }
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string what, HttpContent? content, CancellationToken stop)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"{_api}/v3/{what}") { Content = content };
            return await _http.SendAsync(request, stop);
        }
        catch (HttpRequestException failure)
        {
            throw Failure(ErrorClass.Network, $"MediaMTX's API is not reachable: {failure.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw Failure(ErrorClass.Network, $"MediaMTX's API does not answer within {Timeout.TotalSeconds:0} s: {_api}");
        }
    }

    private async Task Check(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw Failure(ErrorClass.RefusedAuth,
                $"MediaMTX's API refuses the credentials ({(int)answer.StatusCode}). Set media.mediamtx.user "
                + "and password-file to a user with the permission 'api' in MediaMTX's authInternalUsers.");
        if (!answer.IsSuccessStatusCode)
            throw Failure(ErrorClass.Network, $"MediaMTX's API fails ({(int)answer.StatusCode}): {await Said(answer, stop)}");
    }

    private static async Task<string> Said(HttpResponseMessage answer, CancellationToken stop)
    {
        var text = await answer.Content.ReadAsStringAsync(stop);
        try
        {
            text = JsonSerializer.Deserialize(text, MediaMtxJson.Default.MediaMtxError)?.Error ?? text;
        }
        catch (JsonException)
        {
            // Shown as it is.
        }
        return text.Length > 300 ? $"{text[..300]}…" : text;
    }

    private static NotStartedException Failure(ErrorClass type, string text) => new(new DriverEnd(type, text));
}
