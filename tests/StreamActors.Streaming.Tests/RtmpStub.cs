using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming.Tests;

/// <summary>An RTMP server, with TLS where it has a certificate. It takes all, or answers connect with what it is given.</summary>
internal sealed class RtmpStub : IRtmpPublications, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly byte[]? _answer;

    public RtmpStub(X509Certificate2? certificate = null, AmfObject? answer = null)
    {
        (_certificate, _answer) = (certificate, answer is null ? null : AmfWriter.Bytes("_error", 1.0, null, answer));
        _listener.Server.ReceiveBufferSize = 64 << 10; // it is soon full
        _listener.Start();
        _ = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public RtmpPublication? Publication { get; private set; }

    public long Media { get; private set; }

    /// <summary>Pictures of HEVC as enhanced RTMP.</summary>
    public int HevcPictures { get; private set; }

    /// <summary>While it is not set, no media is read.</summary>
    public ManualResetEventSlim Reads { get; } = new(true);

    /// <summary>A certificate of this name, signed by itself.</summary>
    public static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    public bool HasApplication(string application) => true;

    public string? Accept(RtmpPublication publication)
    {
        Publication = publication;
        return null;
    }

    public void Take(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        Reads.Wait();
        Media += body.Length;
        if (type == RtmpMessageType.Video && body is [0x91 or 0xA1, (byte)'h', (byte)'v', (byte)'c', (byte)'1', ..])
            HevcPictures++;
    }

    public void Dispose()
    {
        Reads.Set();
        _listener.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await Serve(client);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }
            var session = new RtmpServerSession(this);
            var buffer = new byte[65_536];
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                if (_answer is not null && session.Phase == RtmpSessionPhase.Commands)
                {
                    session.Link.Write(3, RtmpMessageType.CommandAmf0, 0, 0, _answer);
                    await stream.WriteAsync(session.Link.Pending);
                    return;
                }
                session.Take(buffer.AsSpan(0, count));
                await stream.WriteAsync(session.Link.Pending);
                session.Link.Sent(session.Link.Pending.Length);
            }
        }
        catch (Exception gone) when (gone is IOException or RtmpException or System.Security.Authentication.AuthenticationException)
        {
            // The publisher left, or does not trust it.
        }
    }
}
