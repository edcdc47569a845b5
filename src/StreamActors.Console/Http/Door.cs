using System.Net.Http.Headers;

namespace StreamActors.Cli;

/// <summary>The way to one server. What it does not answer well becomes a failure in words.</summary>
internal sealed class Door : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(60);

    // Not HttpClient: it brings what a call of a tenth of a second never uses.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null, ConnectTimeout = ConnectPatience,
    });

    private readonly Target _target;

    public Door(Target target) => _target = target;

    public Target Target => _target;

    public Answer Get(string path) => Send(HttpMethod.Get, path);

    public Answer Post(string path, byte[]? body = null, string? version = null) => Send(HttpMethod.Post, path, body, version);

    public Answer Patch(string path, byte[] body, string? version = null) => Send(HttpMethod.Patch, path, body, version);

    public Answer Delete(string path, string? version = null) => Send(HttpMethod.Delete, path, null, version);

    /// <exception cref="VerbFailedException">The server was not reached, or did not do it.</exception>
    public Answer Send(HttpMethod method, string path, byte[]? body = null, string? version = null, int alsoWell = 0)
    {
        using var patience = new CancellationTokenSource(AnswerPatience);
        using var request = Request(method, path, body, version);
        try
        {
            using var response = _http.Send(request, patience.Token);
            using var bytes = new MemoryStream();
            response.Content.ReadAsStream(patience.Token).CopyTo(bytes);
            var answer = new Answer((int)response.StatusCode, bytes.ToArray());
            return response.IsSuccessStatusCode || answer.Status == alsoWell ? answer : throw Problems.Of(answer, path);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            throw Unreachable(failure);
        }
    }

    /// <summary>A stream that goes on until either side ends it.</summary>
    public LiveFeed Open(string path)
    {
        using var request = Request(HttpMethod.Get, path, null, null);
        try
        {
            var response = _http.Send(request, CancellationToken.None);
            if (response.IsSuccessStatusCode)
                return new LiveFeed(response);
            using var bytes = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(bytes);
            var answer = new Answer((int)response.StatusCode, bytes.ToArray());
            response.Dispose();
            throw Problems.Of(answer, path);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw Unreachable(failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string? version)
    {
        var request = new HttpRequestMessage(method, new Uri(_target.Url, path));
        if (_target.Key is { } key)
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return request;
    }

    private VerbFailedException Unreachable(Exception failure) => new(
        ExitCode.Unreachable,
        $"{_target.Url} does not answer: {(failure is OperationCanceledException ? "it takes too long" : (failure.InnerException ?? failure).Message)}.",
        _target.IsDefault
            ? "Start a server here with: streamactors up. Or name one with --server URL or --context NAME."
            : "Is it up, and is that its address? Name another with --server URL or --context NAME.");
}
