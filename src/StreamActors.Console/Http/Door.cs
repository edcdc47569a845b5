using System.Security.Authentication;

namespace StreamActors.Cli;

/// <summary>The way to one server. What it does not answer well becomes a failure in words.</summary>
internal sealed class Door(Target target)
{
    public const string Json = "application/json", Yaml = "application/yaml";

    public Target Target => target;

    public Answer Get(string path, string accept = Json) => Send("GET", path, accept: accept);

    public Answer Post(string path, byte[]? body = null, string type = Json, string accept = Json) => Send("POST", path, body, type: type, accept: accept);

    public Answer Patch(string path, byte[] body, string? version = null) => Send("PATCH", path, body, version);

    public Answer Delete(string path, string? version = null) => Send("DELETE", path, null, version);

    /// <exception cref="VerbFailedException">The server was not reached, or did not do it.</exception>
    public Answer Send(string method, string path, byte[]? body = null, string? version = null, int alsoWell = 0, string type = Json, string accept = Json)
    {
        using var exchange = Begin(method, path, body, version, type, accept);
        var answer = Whole(exchange);
        return exchange.IsWell || answer.Status == alsoWell ? answer : throw Problems.Of(answer, path);
    }

    /// <summary>A stream that goes on until either side ends it.</summary>
    public LiveFeed Open(string path)
    {
        var exchange = Begin("GET", path, null, null);
        if (exchange.IsWell)
            return new LiveFeed(exchange);
        using (exchange)
            throw Problems.Of(Whole(exchange), path);
    }

    /// <summary>What is too long to be held here.</summary>
    public void Fetch(string path, byte[] body, Stream to)
    {
        using var exchange = Begin("POST", path, body, null);
        if (!exchange.IsWell)
            throw Problems.Of(Whole(exchange), path);
        try
        {
            exchange.CopyTo(to);
        }
        catch (IOException cut)
        {
            throw new VerbFailedException(ExitCode.Failed, $"The connection to {target.Url} was lost: {cut.Message}.", "Check that the server is up, then run the command again. If that fails too, see the server's log.");
        }
    }

    private Exchange Begin(string method, string path, byte[]? body, string? version, string type = Json, string accept = Json)
    {
        List<string> headers = [$"Accept: {accept}"];
        if (target.Key is { } key)
            headers.Add($"X-API-Key: {key}");
        if (version is not null)
            headers.Add($"If-Match: \"{version}\"");
        if (body is not null)
            headers.Add($"Content-Type: {type}");
        try
        {
            return Exchange.Begin(new Uri(target.Url, path), method, headers, body);
        }
        catch (Exception failure) when (failure is IOException or AuthenticationException or System.Net.Sockets.SocketException)
        {
            throw Unreachable(failure);
        }
    }

    private Answer Whole(Exchange exchange)
    {
        try
        {
            using var bytes = new MemoryStream();
            exchange.CopyTo(bytes);
            return new Answer(exchange.Status, bytes.ToArray());
        }
        catch (IOException failure)
        {
            throw Unreachable(failure);
        }
    }

    private VerbFailedException Unreachable(Exception failure) => new(
        ExitCode.Unreachable,
        $"{target.Url} does not answer: {(failure.InnerException as System.Net.Sockets.SocketException ?? failure).Message}.",
        target.IsDefault
            ? "Start a server here: streamactors up. Or choose another with --server URL or --context NAME."
            : "Check that the server is up and that this is its address, or choose another with --server URL or --context NAME.");
}
