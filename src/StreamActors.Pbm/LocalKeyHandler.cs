namespace StreamActors.Pbm;

/// <summary>
/// Asks the server that wrote <paramref name="file"/> (<c>local.key</c> in its data folder), where it says that it listens and with
/// the key that is in it. It is read each time: the next start writes another.
/// </summary>
public sealed class LocalKeyHandler(string file) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new VerbFailedException($"There is no {file}: the server has not started yet, or is another.");
        var lines = await File.ReadAllLinesAsync(file, cancellationToken);
        request.RequestUri = new Uri(new Uri(lines[1]), request.RequestUri!.PathAndQuery);
        request.Headers.Add("X-API-Key", lines[0]);
        return await base.SendAsync(request, cancellationToken);
    }
}
