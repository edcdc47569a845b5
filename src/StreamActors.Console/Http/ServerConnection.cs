using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace StreamActors.Cli;

/// <summary>The HTTP client for one server. Error responses become exceptions with a message.</summary>
internal sealed class ServerConnection : IDisposable
{
    public const string Json = "application/json", Yaml = "application/yaml";

    private const int ConnectTimeout = 5000, ReadTimeout = 60_000; // the live feed sends something every 15 s

    private readonly HttpClient _http;
    private Socket? _socket;

    public ServerConnection(Target target)
    {
        Target = target;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, // a redirect or a proxy would receive the key
            MaxResponseDrainSize = 0, ActivityHeadersPropagator = null,
            SslOptions = { RemoteCertificateValidationCallback = target.IsLocal ? static (_, _, _, _) => true : null },
            ConnectCallback = (context, _) => ValueTask.FromResult<Stream>(Connect(context.DnsEndPoint)),
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Target Target { get; }

    public Answer Get(string path, string accept = Json) => Send(HttpMethod.Get, path, accept: accept);

    public Answer Post(string path, byte[]? body = null, string type = Json, string accept = Json) =>
        Send(HttpMethod.Post, path, body, type: type, accept: accept);

    public Answer Patch(string path, byte[] body, string? version = null) => Send(HttpMethod.Patch, path, body, version);

    public Answer Delete(string path, string? version = null) => Send(HttpMethod.Delete, path, null, version);

    /// <exception cref="VerbFailedException">The server was not reached, or refused.</exception>
    public Answer Send(HttpMethod method, string path, byte[]? body = null, string? version = null, int alsoWell = 0, string type = Json,
        string accept = Json)
    {
        using var response = Begin(method, path, body, version, type, accept);
        var answer = Whole(response);
        return response.IsSuccessStatusCode || answer.Status == alsoWell ? answer : throw Problems.Of(answer, path);
    }

    /// <summary>A stream that continues until either side ends it.</summary>
    public LiveFeed Open(string path)
    {
        var response = Well(Begin(HttpMethod.Get, path), path);
        return new LiveFeed(response.Content.ReadAsStream(), Cut);
    }

    /// <summary>Streams a large response to <paramref name="to"/>.</summary>
    public void Fetch(string path, byte[] body, Stream to)
    {
        using var response = Well(Begin(HttpMethod.Post, path, body), path);
        try
        {
            response.Content.ReadAsStream().CopyTo(to);
        }
        catch (IOException cut)
        {
            throw new VerbFailedException(
                ExitCode.Failed, $"The connection to {Target.Url} was lost: {Why(cut)}.",
                    "Check that the server is up, then run the command again. If that fails too, see the server's log.");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpResponseMessage Begin(HttpMethod method, string path, byte[]? body = null, string? version = null, string type = Json,
        string accept = Json)
    {
        using var request = new HttpRequestMessage(method, new Uri(Target.Url, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (Target.Key is { } key)
            request.Headers.Add("X-API-Key", key);
        if (version is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.TryParse($"\"{version}\"", out var tag)
                ? tag
                : throw VerbFailedException.Misused($"--if-version is '{version}'.", "Use the version number that show prints."));
        }
        // Changes always have content, if empty: without it, HttpClient retries when the connection ends without a response.
        if (method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(body ?? []);
            request.Content.Headers.ContentType = body is null ? null : new MediaTypeHeaderValue(type);
        }
        try
        {
            return _http.Send(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (HttpRequestException failure)
        {
            throw Unreachable(failure);
        }
    }

    private HttpResponseMessage Well(HttpResponseMessage response, string path)
    {
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw Problems.Of(Whole(response), path);
    }

    private Answer Whole(HttpResponseMessage response)
    {
        try
        {
            using var bytes = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(bytes);
            return new Answer((int)response.StatusCode, bytes.ToArray());
        }
        catch (IOException failure)
        {
            throw Unreachable(failure);
        }
    }

    /// <summary>Synchronous and without a timer: the timeouts are socket options, for connecting too (SO_SNDTIMEO).</summary>
    private NetworkStream Connect(DnsEndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true, SendTimeout = ConnectTimeout, ReceiveTimeout = ReadTimeout,
        };
        try
        {
            socket.Connect(server);
            return new NetworkStream(_socket = socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Called from another thread: unblocks a waiting read.</summary>
    private void Cut()
    {
        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private VerbFailedException Unreachable(Exception failure) => new(
        ExitCode.Unreachable,
        $"{Target.Url} does not answer: {Why(failure)}.",
        Target.IsDefault
            ? "Start a server here: streamactors up. Or choose another with --server URL or --context NAME."
            : "Check that the server is up and that this is its address, or choose another with --server URL or --context NAME.");

    private static string Why(Exception failure) => failure.GetBaseException() switch
    {
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the response ended early",
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => "the response is not HTTP",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "the response is not HTTP",
        SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.InProgress } => "connection timed out",
        var cause => cause.Message.TrimEnd('.'),
    };
}
