namespace StreamActors.Pbm;

/// <summary>
/// Sends requests to the server that wrote <paramref name="file"/> (<c>local.key</c> in its data folder), with the address and key it
/// contains. The file is read for each request, because every start writes a new one.
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
