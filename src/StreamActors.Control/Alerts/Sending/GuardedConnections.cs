using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace StreamActors.Control;

/// <summary>The addresses of a host that may be connected to.</summary>
/// <exception cref="SendRefusedException">None may be connected to, or the host has none.</exception>
public delegate Task<IPAddress[]> Reachable(string host, int port, CancellationToken stop);

/// <summary>
/// All outgoing connections of this project: a host name is resolved once and checked, and the connection uses a checked address. So
/// neither DNS rebinding nor a redirect (none is followed) reaches internal hosts.
/// </summary>
public sealed class GuardedConnections : IDisposable
{
    private readonly Reachable _reachable;
    private readonly HttpClient _http;

    public GuardedConnections(Reachable reachable)
    {
        _reachable = reachable;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback =
                (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors) },
            ConnectCallback = async (context, stop) => await Connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, stop),
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Set by tests, whose peers use self-signed certificates.</summary>
    internal RemoteCertificateValidationCallback? Trust { get; init; }

    public HttpClient Http => _http;

    public bool IsTrusted(System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
        System.Security.Cryptography.X509Certificates.X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || Trust?.Invoke(this, certificate, chain, errors) == true;

    public async Task<Stream> Connect(string host, int port, CancellationToken stop)
    {
        SocketException? failure = null;
        foreach (var address in await _reachable(host, port, stop))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failure = refused; // another address of the host may be allowed
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    public void Dispose() => _http.Dispose();
}
