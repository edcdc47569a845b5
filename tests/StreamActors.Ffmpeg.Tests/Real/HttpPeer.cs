using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>A request: its path, and its headers by name.</summary>
internal sealed record Asked(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>A small web server with scripted responses, invalid ones too; over TLS with a self-made certificate.</summary>
internal sealed class HttpPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;

    public HttpPeer(bool tls = false)
    {
        _certificate = tls ? Made() : null;
        _listener.Start();
        _ = Accept();
    }

    /// <summary>By path: the lines after the version, a blank line and the body; or only a body.</summary>
    public ConcurrentDictionary<string, byte[]> Pages { get; } = [];

    public ConcurrentQueue<Asked> Requests { get; } = [];

    /// <summary>A header and its value that a request must have; otherwise this is the response.</summary>
    public string? Wants { get; init; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Page(string path, string text) => Pages[path] = Encoding.UTF8.GetBytes(text);

    public void Redirect(string path, string location) => Page(path, $"302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

    public void Playlist(string path, params string[] lines) =>
        Page(path, string.Join('\n', ["#EXTM3U", "#EXT-X-TARGETDURATION:5", .. lines, "#EXT-X-ENDLIST", ""]));

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            using var owned = client;
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(_certificate);
                stream = secure;
            }
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            var path = (await reader.ReadLineAsync() ?? "  ").Split(' ')[1];
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
                headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] =
                    line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            Requests.Enqueue(new Asked(path, headers));
            await stream.WriteAsync(Answer(path, headers));
            await stream.DisposeAsync();
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client has disconnected, or does not trust us.
        }
    }

    private byte[] Answer(string path, Dictionary<string, string> headers)
    {
        if (Wants is { } wanted && !headers.ContainsKey("Authorization"))
            return Encoding.ASCII.GetBytes(
                $"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {wanted}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (!Pages.TryGetValue(path.Split('?')[0], out var page))
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();
        var status = page.AsSpan().IndexOf("\r\n"u8);
        return status > 3 && page.Take(3).All(b => char.IsAsciiDigit((char)b))
            ? [.. "HTTP/1.1 "u8, .. page[..status], .. "\r\nConnection: close"u8, .. page[status..]] // as it does after each response
            : [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n"), .. page];
    }

    private static X509Certificate2 Made()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=outside.example", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
