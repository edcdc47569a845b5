using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// A forward proxy for one FFmpeg, which follows redirects, playlists, keys and segments wherever a hostile server points. Each host is
/// resolved once, checked, and connected to at the checked address, so neither a link nor DNS rebinding reaches private hosts. HTTP is
/// fetched here (<see cref="HttpFetch"/>); RTMP over TLS, which needs the host name, uses a CONNECT tunnel.
/// </summary>
internal sealed partial class PullGateway : IGateway
{
    private const string User = "run";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly CheckedConnection _connect;
    private readonly ILogger _logger;
    private readonly byte[] _authorization;
    private readonly HttpFetch? _fetch;
    private readonly LoopbackListener _listener;
    private volatile Diagnosis? _trouble;

    /// <param name="link">What to fetch; null for a tunnel.</param>
    public PullGateway(CheckedConnection connect, HttpLink? link, ILogger? logger = null)
    {
        (_connect, _logger) = (connect, logger ?? NullLogger.Instance);
        _authorization = Encoding.ASCII.GetBytes("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Password.Reveal()}")));
        _fetch = link is null ? null : new HttpFetch(link, Connect);
        _listener = new LoopbackListener(Serve, exception => CannotAccept(_logger, exception));
    }

    public Secret Password { get; } = new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    public Diagnosis? Trouble => _fetch is null ? _trouble : _fetch.Trouble;

    /// <summary>Goes to FFmpeg in its environment, which other users of this machine cannot read.</summary>
    internal string Url => $"http://{User}:{Password.Reveal()}@{_listener.Address}";

    public ChildStart Through(ChildStart start) => start with
    {
        Environment = new Dictionary<string, string>(start.Environment, StringComparer.Ordinal) { ["http_proxy"] = Url, ["no_proxy"] = "" },
    };

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _fetch?.Dispose();
    }

    private async Task Serve(Socket client, CancellationToken stop)
    {
        client.NoDelay = true; // a chunk of a stream is three sends
        var request = await PullRequest.Read(client, stop).WaitAsync(RequestTimeout, stop);
        if (request is null)
            await Answer(client, "400 Bad Request", stop);
        else if (!CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(request.Authorization), _authorization))
            await Answer(client, "407 Proxy Authentication Required", stop); // FFmpeg sends its password only when challenged
        else if (_fetch is not null)
            await Fetch(_fetch, client, request, stop);
        else if (request.Tunnel is { } target)
            await Tunnel(client, target, stop);
        else
            await Answer(client, "400 Bad Request", stop);
    }

    private async Task Fetch(HttpFetch fetch, Socket client, PullRequest request, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var serving = fetch.Serve(client, request, over.Token);
        await Task.WhenAny(serving, Gone(client, over.Token));
        await over.CancelAsync();
        await serving;
    }

    private async Task Tunnel(Socket client, HostPort target, CancellationToken stop)
    {
        Socket? connected = null;
        try
        {
            connected = await Connect(target, stop);
            _trouble = null;
        }
        catch (NotConnectedException refused)
        {
            _trouble = refused.Why;
            await Answer(client, refused.Why.Class == ErrorClass.BadUrl ? "403 Forbidden" : "502 Bad Gateway", stop);
        }
        using var server = connected;
        if (server is null)
            return;
        await Answer(client, "200 Connection established", stop);
        await Task.WhenAny(Copy(client, server, stop), Copy(server, client, stop));
    }

    private async Task<Socket> Connect(HostPort target, CancellationToken stop)
    {
        var (server, trouble) = await _connect.To(target, stop);
        if (trouble is { Class: ErrorClass.BadUrl })
            Refused(_logger, target.ToString());
        return server ?? throw new NotConnectedException(trouble!);
    }

    /// <summary>Completes when FFmpeg hangs up, which it may do in the middle of a response.</summary>
    private static async Task Gone(Socket client, CancellationToken stop)
    {
        var nothing = new byte[1024];
        while (await client.ReceiveAsync(nothing, stop) > 0)
        {
        }
    }

    private static async Task Copy(Socket from, Socket to, CancellationToken stop)
    {
        var buffer = new byte[32 * 1024];
        while (await from.ReceiveAsync(buffer, stop) is > 0 and var read)
            await to.SendAsync(buffer.AsMemory(0, read), stop);
    }

    private static async Task Answer(Socket client, string status, CancellationToken stop)
    {
        var headers = status[0] == '2' ? "" : "Content-Length: 0\r\nConnection: close\r\n";
        if (status.StartsWith("407", StringComparison.Ordinal))
            headers += "Proxy-Authenticate: Basic realm=\"streamactors\"\r\n";
        await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\n"), stop);
    }
}
