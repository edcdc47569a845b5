using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Fetches what one FFmpeg requests, with TLS. Credentials, headers and the query go only to the origin (scheme, host, port) they were
/// given for; cookies as HTTP specifies. FFmpeg follows redirects itself, again through this gateway.
/// </summary>
internal sealed class HttpFetch : IDisposable
{
    private const int LongestPlaylist = 4 * 1024 * 1024;
    private const int Piece = 64 * 1024;

    private static readonly byte[] PlaylistMark = "#EXTM3U"u8.ToArray();

    /// <summary>The request headers passed on from FFmpeg; all others are between FFmpeg and the gateway, or set here.</summary>
    private static readonly string[] Onward = ["User-Agent", "Accept", "Range", "Referer"];

    /// <summary>
    /// The response headers passed to FFmpeg. With others (Content-Encoding, Icy-MetaInt) FFmpeg would read something else than the bytes
    /// checked here.
    /// </summary>
    private static readonly string[] Inward = ["Content-Type", "Content-Range", "Accept-Ranges", "Location"];

    private readonly HttpLink _link;
    private readonly HttpMessageInvoker _http;
    private volatile bool _distrusted;
    private volatile Diagnosis? _trouble;

    public HttpFetch(HttpLink link, Func<HostPort, CancellationToken, Task<Socket>> connect)
    {
        _link = link;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1, // bytes as FFmpeg or the operator wrote them
            Credentials = link.Credentials,
            PreAuthenticate = true,
            ConnectCallback = async (context, stop) => new NetworkStream(
                await connect(new HostPort(context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port), stop), ownsSocket: true),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            var trusted = errors == System.Net.Security.SslPolicyErrors.None || !link.VerifyTls;
            _distrusted = !trusted;
            return trusted;
        };
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>
    /// Why the last request got nothing, if that was not the server's answer. Set before FFmpeg hears of it: FFmpeg may end at once.
    /// </summary>
    public Diagnosis? Trouble => _trouble;

    public void Dispose() => _http.Dispose();

    public async Task Serve(Socket client, PullRequest request, CancellationToken stop)
    {
        if (request.Method != "GET" || _link.Outward(request.Url) is not { } url)
        {
            _trouble = null;
            await Say(client, "400 Bad Request", [], stop);
            return;
        }
        using var message = Message(request, url);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(message, stop);
        }
        catch (HttpRequestException failure)
        {
            var why = Why(failure);
            _trouble = why;
            await Say(client, why.Class == ErrorClass.BadUrl ? "403 Forbidden" : "502 Bad Gateway", [], stop);
            return;
        }
        using (response)
        {
            if (Redirect(response) is { } location && !Leads(url, location))
            {
                _trouble = new(ErrorClass.BadUrl,
                    $"The server redirects to '{CheckedConnection.Shown(location)}', which is neither http:// nor https://.");
                await Say(client, "403 Forbidden", [], stop);
                return;
            }
            _trouble = null;
            await Pass(client, response, url, stop);
        }
    }

    private HttpRequestMessage Message(PullRequest request, Uri url)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version11 };
        foreach (var (name, value) in request.Headers.Where(h => Onward.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            Set(message, name, value);
        if (_link.IsOwn(url))
        {
            foreach (var (name, value) in _link.Headers)
                Set(message, name, PlainNames.Bytes(value.Reveal()));
        }
        return message;
    }

    private static void Set(HttpRequestMessage message, string name, string value)
    {
        if (message.Headers.NonValidated.Contains(name))
            message.Headers.Remove(name);
        if (message.Headers.TryAddWithoutValidation(name, value))
            return;
        message.Content ??= new ByteArrayContent([]); // needed for a content header without a body
        message.Content.Headers.TryAddWithoutValidation(name, value);
    }

    private static string? Redirect(HttpResponseMessage response) =>
        (int)response.StatusCode is >= 300 and < 400 && response.Headers.NonValidated.TryGetValues("Location", out var values)
        ? values.ToString() : null;

    /// <summary>FFmpeg would take anything before a colon in an absolute address for HTTP.</summary>
    private static bool Leads(Uri from, string location) =>
        Uri.TryCreate(new Uri($"{from.Scheme}://{from.Authority}/"), location, out var to)
        && (to.Scheme == Uri.UriSchemeHttp || to.Scheme == Uri.UriSchemeHttps);

    private Diagnosis Why(HttpRequestException failure) => failure.InnerException switch
    {
        NotConnectedException refused => refused.Why,
        _ when failure.HttpRequestError == HttpRequestError.SecureConnectionError => _distrusted
            ? new(ErrorClass.RefusedAuth,
            "The other side's TLS certificate is not trusted: it is self-signed, expired, or for another name.")
            : new(ErrorClass.Network, "The TLS handshake failed; the port may be one without TLS."),
        _ => new(ErrorClass.Network, $"The HTTP request failed: {(failure.InnerException ?? failure).Message}"),
    };

    private static async Task Pass(Socket client, HttpResponseMessage response, Uri url, CancellationToken stop)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var piece = new byte[Piece];
        var filled = await body.ReadAtLeastAsync(piece, PlaylistMark.Length, throwOnEndOfStream: false, stop);
        var isPlaylist = piece.AsSpan(0, filled).StartsWith(PlaylistMark);
        var headers = Headers(response, url, isPlaylist);
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {Printable(response.ReasonPhrase ?? "")}");
        if (isPlaylist)
        {
            var playlist = Encoding.Latin1.GetBytes(PlainNames.InPlaylist(await Rest(body, piece.AsMemory(0, filled), stop), url));
            await Say(client, response.StatusCode == HttpStatusCode.PartialContent ? "200 OK" : status,
                [.. headers, Length(playlist.Length)], stop);
            await client.SendAsync(playlist, stop);
            return;
        }
        var length = response.Content.Headers.ContentLength;
        await Say(client, status, [.. headers, length is { } known ? Length(known) : KeyValuePair.Create("Transfer-Encoding", "chunked")],
            stop);
        for (; filled > 0; filled = await body.ReadAsync(piece, stop))
        {
            if (length is null)
                await client.SendAsync(Encoding.ASCII.GetBytes(filled.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), stop);
            await client.SendAsync(piece.AsMemory(0, filled), stop);
            if (length is null)
                await client.SendAsync("\r\n"u8.ToArray(), stop);
        }
        if (length is null)
            await client.SendAsync("0\r\n\r\n"u8.ToArray(), stop);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(HttpResponseMessage response, Uri url, bool isPlaylist)
    {
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!Inward.Contains(name, StringComparer.OrdinalIgnoreCase)
                || (isPlaylist && name.EndsWith("range", StringComparison.OrdinalIgnoreCase)))
                continue;
            var isLocation = string.Equals(name, "Location", StringComparison.OrdinalIgnoreCase);
            if (isLocation && Redirect(response) is null)
                continue;
            foreach (var value in values)
                yield return KeyValuePair.Create(name, Printable(isLocation ? PlainNames.Inward(value, url) : value));
        }
    }

    private static async Task<string> Rest(Stream body, ReadOnlyMemory<byte> beginning, CancellationToken stop)
    {
        using var all = new MemoryStream();
        all.Write(beginning.Span);
        var piece = new byte[Piece];
        for (int read; (read = await body.ReadAsync(piece, stop)) > 0;)
        {
            if (all.Length + read > LongestPlaylist)
                throw new IOException("The playlist has no end.");
            all.Write(piece.AsSpan(0, read));
        }
        return Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
    }

    private static KeyValuePair<string, string> Length(long bytes) =>
        KeyValuePair.Create("Content-Length", bytes.ToString(CultureInfo.InvariantCulture));

    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and not '\x7f' and <= '\xff' or '\t'));

    /// <summary>One request per connection: what follows it is not read.</summary>
    private static async Task Say(Socket client, string status, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken stop)
    {
        var lines = headers.ToList();
        if (lines.Count == 0)
            lines.Add(Length(0));
        await client.SendAsync(
            Encoding.Latin1.GetBytes(
                $"HTTP/1.1 {status}\r\n{string.Concat(lines.Select(h => $"{h.Key}: {h.Value}\r\n"))}Connection: close\r\n\r\n"), stop);
    }
}

/// <summary>A connection was refused or failed, with a reason for the operator.</summary>
internal sealed class NotConnectedException(Diagnosis why) : Exception(why.Sentence)
{
    public Diagnosis Why { get; } = why;
}
