using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StreamActors.Control.Tests;

/// <summary>A small real mail server on a free port, with scripted answers; it keeps the mails it receives.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly bool _tlsFirst;
    private readonly string[] _offers;

    public MailServer(bool tlsFirst = false, params string[] offers)
    {
        (_tlsFirst, _offers) = (tlsFirst, offers);
        _listener.Start();
        _ = Serve();
    }

    public string Url => $"{(_tlsFirst ? "smtps" : "smtp")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Every line received, in order; lines over TLS begin with a star.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    public ConcurrentQueue<string> Mails { get; } = [];

    /// <summary>Replaces the usual answer to lines with this prefix.</summary>
    public ConcurrentDictionary<string, string> Refusals { get; } = new(StringComparer.Ordinal);

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await Converse(client.GetStream());
                }
                catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client has disconnected.
                }
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server is disposed.
        }
    }

    private async Task Converse(Stream stream)
    {
        var isSecure = _tlsFirst;
        if (_tlsFirst)
            stream = await Secured(stream);
        await Say(stream, "220 mail.test ready");
        while (await Line(stream) is { } line)
        {
            Heard.Enqueue(isSecure ? "*" + line : line);
            if (Refusals.FirstOrDefault(r => line.StartsWith(r.Key, StringComparison.Ordinal)) is { Key: not null } refusal)
            {
                await Say(stream, refusal.Value);
                continue;
            }
            switch (line.Split(' ')[0])
            {
                case "EHLO":
                    var offers = _offers.Where(o => !isSecure || o != "STARTTLS").ToList();
                    await Say(stream, string.Join("\r\n", [offers.Count == 0 ? "250 mail.test" : "250-mail.test",
                        .. offers.Select((o, n) => (n == offers.Count - 1 ? "250 " : "250-") + o)]));
                    break;
                case "STARTTLS":
                    await Say(stream, "220 go ahead");
                    (stream, isSecure) = (await Secured(stream), true);
                    break;
                case "AUTH" when line == "AUTH LOGIN":
                    await Say(stream, "334 VXNlcm5hbWU6");
                    Heard.Enqueue("user " + Encoding.UTF8.GetString(Convert.FromBase64String(await Line(stream) ?? "")));
                    await Say(stream, "334 UGFzc3dvcmQ6");
                    Heard.Enqueue("password " + Encoding.UTF8.GetString(Convert.FromBase64String(await Line(stream) ?? "")));
                    await Say(stream, "235 welcome");
                    break;
                case "AUTH":
                    await Say(stream, "235 welcome");
                    break;
                case "DATA":
                    await Say(stream, "354 go ahead");
                    var mail = new StringBuilder();
                    while (await Line(stream) is { } part && part != ".")
                        mail.Append(part.StartsWith("..", StringComparison.Ordinal) ? part[1..] : part).Append("\r\n");
                    Mails.Enqueue(mail.ToString());
                    await Say(stream, "250 taken");
                    break;
                case "QUIT":
                    await Say(stream, "221 bye");
                    return;
                default:
                    await Say(stream, "250 well");
                    break;
            }
        }
    }

    private async Task<Stream> Secured(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate);
        return tls;
    }

    private static async Task Say(Stream stream, string line) => await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    private static async Task<string?> Line(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
