using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// An RTSP proxy for one FFmpeg. It connects to the checked address, answers authentication challenges, checks redirects before FFmpeg
/// follows them, and receives media over UDP itself. It accepts one connection at a time, with the password in its path, and none once
/// media flows.
/// </summary>
internal sealed partial class RtspGateway : IGateway
{
    private const int MostRedirects = 5;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly CheckedConnection _connect;
    private readonly RtspLink _link;
    private readonly ILogger _logger;
    private readonly LoopbackListener _listener;
    private readonly byte[] _prefix;
    private volatile Diagnosis? _trouble;
    private HostPort _host;
    private string _url;
    private int _redirects;
    private int _taken;

    public RtspGateway(CheckedConnection connect, RtspLink link, ILogger? logger = null)
    {
        (_connect, _link, _logger) = (connect, link, logger ?? NullLogger.Instance);
        (_host, _url) = (link.Host, link.Url);
        _listener = new LoopbackListener(Serve, exception => CannotAccept(_logger, exception));
        Url = $"rtsp://{_listener.Address}/{Password.Reveal()}";
        _prefix = Encoding.Latin1.GetBytes(Url);
    }

    public Secret Password { get; } = new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    public Diagnosis? Trouble => _trouble;

    /// <summary>The URL FFmpeg gets instead of the server's.</summary>
    internal string Url { get; }

    public ChildStart Through(ChildStart start) =>
        start with { Arguments = [.. start.Arguments.Select(argument => argument == _link.Url ? Url : argument)] };

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    /// <summary>The server's URL for one that FFmpeg requests from the gateway.</summary>
    internal string Outward(string url)
    {
        if (!IsOurs(url))
            return url; // a track's own address, from the server's description
        var rest = url[Url.Length..];
        return _url + (_url.EndsWith('/') ? rest.TrimStart('/') : rest);
    }

    /// <summary>Checks a redirect and makes it the next target.</summary>
    /// <returns>False if it is not allowed.</returns>
    internal async Task<bool> Follow(string? location, CancellationToken stop)
    {
        if (!Uri.TryCreate(new Uri(_url), location ?? "", out var target) || target.Scheme != RtspLink.Scheme || target.Host.Length == 0)
        {
            _trouble = new(ErrorClass.BadUrl,
                $"The server redirects to '{CheckedConnection.Shown(location)}', which is not an rtsp:// URL.");
            return false;
        }
        if (++_redirects > MostRedirects)
        {
            _trouble = new(ErrorClass.BadUrl, $"The server redirects more than {MostRedirects} times.");
            return false;
        }
        var host = new HostPort(target.IdnHost.Trim('[', ']'), target.Port > 0 ? target.Port : RtspLink.DefaultPort);
        if (await _connect.Check(host, stop) is { } refusal)
        {
            Refused(_logger, host.ToString());
            _trouble = refusal;
            return false;
        }
        (_host, _url) = (host, $"rtsp://{host}{target.PathAndQuery}");
        Interlocked.Exchange(ref _taken, 0); // FFmpeg reconnects
        return true;
    }

    /// <summary>Whether media may come from an address other than the server's own, which the server has named.</summary>
    internal bool Allows(System.Net.IPAddress source)
    {
        if (_connect.Allows(source))
            return true;
        Refused(_logger, source.ToString());
        _trouble = new(ErrorClass.BadUrl,
            $"The server sends its media from {source}, which is nearer to this machine than the server itself.");
        return false;
    }

    /// <summary>The server answered a SETUP for UDP without its ports.</summary>
    internal bool NoPorts()
    {
        _trouble = new(ErrorClass.BadUrl, "The server does not offer RTSP over UDP: set the option transport=tcp.");
        return false;
    }

    /// <summary>The server's answer is ambiguous or malformed.</summary>
    internal void Broken() => _trouble = new(ErrorClass.Network, "The server's answer is not valid RTSP.");

    /// <summary>Media flows: FFmpeg needs no second connection.</summary>
    internal void Close() => _listener.Close();

    private async Task Serve(Socket client, CancellationToken stop)
    {
        client.NoDelay = true;
        var reader = new RtspReader(client);
        var first = (await reader.Next(stop).WaitAsync(RequestTimeout, stop))?.Message;
        if (first is null || !IsOurs(first.Url) || Interlocked.Exchange(ref _taken, 1) == 1)
        {
            await client.SendAsync(RtspMessage.Answer("401 Unauthorized", first?.Sequence).ToBytes(), stop);
            return;
        }
        var (connected, trouble) = await _connect.To(_host, stop);
        _trouble = trouble;
        using var server = connected;
        if (server is null)
        {
            var status = trouble is { Class: ErrorClass.BadUrl } ? "403 Forbidden" : "503 Service Unavailable";
            await client.SendAsync(RtspMessage.Answer(status, first.Sequence).ToBytes(), stop);
            return;
        }
        using var session = new RtspSession(this, _link, _host, client, server);
        await session.Run(first, reader, stop);
    }

    /// <summary>Constant-time comparison: the path is the password.</summary>
    private bool IsOurs(string url) =>
        url.Length >= Url.Length && CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(url[..Url.Length]), _prefix);

    [LoggerMessage(EventId = 4122, Level = LogLevel.Warning, Message = "Refused: a server redirects to {Target}, which is not allowed.")]
    private static partial void Refused(ILogger logger, string target);

    [LoggerMessage(EventId = 4123, Level = LogLevel.Warning, Message = "A connection could not be accepted.")]
    private static partial void CannotAccept(ILogger logger, Exception exception);
}
