using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// A forward proxy through which one FFmpeg speaks HTTP and TLS. FFmpeg follows redirects, playlists, keys and segments wherever a hostile server points;
/// every such step arrives here as a host name, is resolved once and judged, and the connection goes to the address that was judged. So neither a link
/// nor a name that changes its address leads to inner hosts.
/// </summary>
internal sealed partial class PullGateway : IGateway
{
    private const string User = "run";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly JudgedConnection _connect;
    private readonly ILogger _logger;
    private readonly byte[] _authorization;
    private readonly LoopbackDoor _door;
    private volatile Diagnosis? _trouble;

    public PullGateway(JudgedConnection connect, ILogger? logger = null)
    {
        (_connect, _logger) = (connect, logger ?? NullLogger.Instance);
        _authorization = Encoding.ASCII.GetBytes("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Password.Reveal()}")));
        _door = new LoopbackDoor(Serve, exception => CannotAccept(_logger, exception));
    }

    public Secret Password { get; } = new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    public Diagnosis? Trouble => _trouble;

    /// <summary>As FFmpeg wants it, in its environment: other users of this machine cannot read that.</summary>
    internal string Url => $"http://{User}:{Password.Reveal()}@{_door.Address}";

    public ChildStart Through(ChildStart start) => start with
    {
        Environment = new Dictionary<string, string>(start.Environment, StringComparer.Ordinal) { ["http_proxy"] = Url, ["no_proxy"] = "" },
    };

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private async Task Serve(Socket client, CancellationToken stop)
    {
        var request = await PullRequest.Read(client, stop).WaitAsync(RequestTimeout, stop);
        if (request is null)
            await Answer(client, "400 Bad Request", stop);
        else if (!CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(request.Authorization), _authorization))
            await Answer(client, "407 Proxy Authentication Required", stop); // FFmpeg shows its password only when asked
        else
            await Forward(client, request, stop);
    }

    private async Task Forward(Socket client, PullRequest request, CancellationToken stop)
    {
        var (connected, trouble) = await _connect.To(request.Target, stop);
        _trouble = trouble;
        if (trouble is { Class: ErrorClass.BadUrl })
            Refused(_logger, request.Target.ToString());
        using var server = connected;
        if (server is null)
        {
            await Answer(client, trouble is { Class: ErrorClass.BadUrl } ? "403 Forbidden" : "502 Bad Gateway", stop);
            return;
        }
        if (request.Tunnel)
            await Answer(client, "200 Connection established", stop);
        else
            await server.SendAsync(request.Head, stop);
        await Task.WhenAny(Copy(client, server, stop), Copy(server, client, stop));
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
