using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StreamActors.Ffmpeg;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>
/// A connection over which a server takes a stream. Once it is open, nothing here blocks: what the socket does not take stays. Opening and
/// receiving are asynchronous, sending is not; the owner lets only one of them into <see cref="Publisher"/> at a time.
/// </summary>
internal sealed class RtmpConnection : IDisposable
{
    /// <summary>As long as FFmpeg waits for a silent peer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly Socket _socket;
    private readonly byte[] _received = new byte[4096];
    private TlsTransport? _transport;
    private SslStream? _tls;
    private long _setup;

    private RtmpConnection(Socket socket, RtmpPublisher publisher) =>
        (_socket, Publisher, Output) = (socket, publisher, new RtmpOutput(socket, publisher.Link));

    public RtmpPublisher Publisher { get; }

    /// <summary>For what is sent once it is open.</summary>
    public RtmpOutput Output { get; }

    /// <summary>Of what was sent: what has reached the other machine.</summary>
    public long AcknowledgedBytes
    {
        get
        {
            const int Tcp = 6, TcpInfo = 11, BytesAcked = 120;
            Span<byte> info = stackalloc byte[BytesAcked + sizeof(ulong)];
            try
            {
                // The SYN counts as a byte.
                return _socket.GetRawSocketOption(Tcp, TcpInfo, info) < info.Length ? Output.SentBytes
                    : Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcked..]) - 1 - _setup);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Connects again where the server asks for the user and the password of the address.</summary>
    /// <returns>A connection whose publisher is accepted, or redirected.</returns>
    /// <exception cref="NotStartedException">The server is not there, or does not take the stream.</exception>
    /// <param name="trust">Whose certificates count; null for the system's.</param>
    public static async Task<RtmpConnection> Open(
        RtmpAddress address, bool isHevc, IPAddress host, CancellationToken stop, X509ChainPolicy? trust = null)
    {
        string? credentials = null;
        while (true)
        {
            var connection = await Open(address, credentials, isHevc, host, stop, trust);
            if (connection.Publisher.Refusal is not { Redirect: null } refusal)
                return connection;
            connection.Dispose();
            credentials = address is { User: { } user, Password: { } password }
                ? RtmpAuthentication.Answer(connection.Publisher.Challenge, credentials, address.Application, user, password.Reveal())
                : null;
            if (credentials is null)
                throw new NotStartedException(RtmpEnds.Of(refusal));
        }
    }

    private static async Task<RtmpConnection> Open(
        RtmpAddress address, string? credentials, bool isHevc, IPAddress host, CancellationToken stop, X509ChainPolicy? trust)
    {
        string With(string where) =>
            credentials is null ? where : $"{where}{(where.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{credentials}";
        var destination = new RtmpDestination(With(address.Url), With(address.Application), address.Key?.Reveal() ?? "")
        {
            FourCcs = isHevc ? ["hvc1"] : [],
        };
        var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new RtmpConnection(socket, new RtmpPublisher(destination));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Timeout);
        var isConnected = false;
        DriverEnd end;
        try
        {
            await socket.ConnectAsync(new IPEndPoint(host, address.Host.Port), limit.Token);
            isConnected = true;
            if (address.Tls)
                await connection.Secure(address.Host.Host, trust, limit.Token);
            await connection.Publish(limit.Token);
            return connection;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            end = isConnected ? RtmpEnds.Silent : RtmpEnds.NoAnswer;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            end = !isConnected && failure is SocketException failed ? RtmpEnds.Of(failed)
                : RtmpEnds.ClosedAt(connection.Publisher.Phase);
        }
        catch (RtmpException failure)
        {
            end = RtmpEnds.Of(failure);
        }
        catch (NotStartedException failure)
        {
            end = failure.End;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        connection.Dispose();
        throw new NotStartedException(end);
    }

    /// <summary>Waits for what the server says, and hands it to <paramref name="take"/>; false when it has closed the connection.</summary>
    public async Task<bool> Receive(Action<ReadOnlyMemory<byte>> take, CancellationToken stop)
    {
        var count = _tls is null ? await _socket.ReceiveAsync(_received, SocketFlags.None, stop) : await _tls.ReadAsync(_received, stop);
        if (count > 0)
            take(_received.AsMemory(0, count));
        return count > 0;
    }

    /// <summary>Says that nothing more comes.</summary>
    public void Shutdown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private async Task Secure(string name, X509ChainPolicy? trust, CancellationToken stop)
    {
        var isTrusted = true;
        _transport = new TlsTransport(_socket);
        _tls = new SslStream(_transport, leaveInnerStreamOpen: true);
        Output.Encrypt(_tls, _transport.Kept);
        try
        {
            await _tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = name.Trim('[', ']'),
                CertificateChainPolicy = trust,
                RemoteCertificateValidationCallback = (_, _, _, errors) => isTrusted = errors == SslPolicyErrors.None,
            }, stop);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or SocketException)
        {
            throw new NotStartedException(isTrusted ? RtmpEnds.NoTls : RtmpEnds.Untrusted);
        }
    }

    private async Task Publish(CancellationToken stop)
    {
        var link = Publisher.Link;
        while (true)
        {
            while (link.Pending is { Length: > 0 } pending)
            {
                if (_tls is null)
                    pending = pending[..await _socket.SendAsync(pending, SocketFlags.None, stop)];
                else
                    await _tls.WriteAsync(pending, stop);
                _setup += pending.Length;
                link.Sent(pending.Length);
            }
            if (Publisher.Phase is RtmpPublishPhase.Accepted or RtmpPublishPhase.Refused)
                break;
            if (!await Receive(bytes => Publisher.Take(bytes.Span), stop))
                throw new NotStartedException(RtmpEnds.ClosedAt(Publisher.Phase));
        }
        _setup = _transport?.SentAtOnce ?? _setup;
        _socket.Blocking = false;
    }
}
