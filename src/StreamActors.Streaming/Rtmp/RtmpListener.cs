using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Access;
using StreamActors.Media.Rtmp;
using StreamActors.Media.Tls;

namespace StreamActors.Streaming;

/// <summary>
/// One port: accepts connections, each with a thread of its own, and leads publishers to their inputs and players to their relays.
/// Connections that do neither yet are limited in number and time, as anybody can open them: the oldest gives its place to the next, so
/// that they keep no publisher out.
/// </summary>
internal sealed partial class RtmpListener : IDisposable
{
    private const int MostConnections = 2000;

    /// <summary>Of one address, IPv6 per /64 network, that neither publish nor play yet.</summary>
    private const int MostWaiting = 128;

    /// <summary>Of those, refused ones, whose refusal waits so that keys cannot be tried quickly: they do not give way.</summary>
    private const int MostRefused = 32;

    private readonly Lock _lock = new();
    private readonly List<(RtmpRoute Route, PublisherIngest Ingest)> _routes = [];
    private readonly List<PublisherConnection> _connections = [];
    private readonly RelayReaders _readers;
    private readonly Socket _socket;
    private readonly CertificateFiles? _tls;
    private readonly InputsElsewhere _elsewhere;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RefusalLog _refusals;
    private bool _closed;

    public RtmpListener(
        IPEndPoint address, CertificateFiles? tls, InputsElsewhere elsewhere, RelayReaders readers, TimeProvider time,
        ILogger logger)
    {
        (_tls, _elsewhere, _readers, _time, _logger, _refusals) =
            (tls, elsewhere, readers, time, logger, new RefusalLog(time, logger));
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                _socket.DualMode = address.Address.Equals(IPAddress.IPv6Any);
            _socket.Bind(address);
            _socket.Listen(512);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        new Thread(Accept) { IsBackground = true, Name = $"rtmp {address}" }.Start();
    }

    /// <summary>It is for players too, whether inputs need it or not.</summary>
    public bool StaysOpen { get; set; }

    /// <returns>The input that has this route already.</returns>
    public PublisherIngest? Add(RtmpRoute route, PublisherIngest ingest)
    {
        lock (_lock)
        {
            if (_routes.FirstOrDefault(r => r.Route.IsSame(route)).Ingest is { } taken)
                return taken;
            _routes.Insert(route.TakesAny ? _routes.Count : 0, (route, ingest));
            return null;
        }
    }

    /// <returns>Whether it is not needed any more.</returns>
    public bool Remove(PublisherIngest ingest)
    {
        lock (_lock)
        {
            _routes.RemoveAll(r => r.Ingest == ingest);
            return _routes.Count == 0 && !StaysOpen;
        }
    }

    public bool HasApplication(string application)
    {
        lock (_lock)
        {
            if (_routes.Exists(r => r.Route.MayBe(application)))
                return true;
        }
        return RtmpRoute.IsForPlayers(application) || _elsewhere.HasApplication(application);
    }

    /// <returns>Why no input on this port takes it.</returns>
    public string WhyNone(RtmpPublication publication, string publisher) =>
        _elsewhere.Refuse(publication, publisher) ?? "No input has this application and stream key.";

    public PublisherIngest? Find(RtmpPublication publication)
    {
        lock (_lock)
        {
            PublisherIngest? found = null;
            foreach (var (route, ingest) in _routes) // all of them: the time does not tell how many there are before
                found = route.Is(publication) ? found ?? ingest : found;
            return found;
        }
    }

    /// <summary>Admits a player, which asks for relay/INPUT?key=KEY.</summary>
    public (RelayReader? Reader, ReadRefusal Refusal) Find(RtmpPublication request, string peer, bool isTls) =>
        RtmpRoute.Player(request) is (var input, var key) ? _readers.Admit(RtmpPlans.Player(isTls), peer, input, key)
        : (null, ReadRefusal.Key);

    /// <summary>Counts it for the inputs with this application, and logs one per second at most.</summary>
    public void Refused(string address, string? application, string reason)
    {
        lock (_lock)
        {
            foreach (var (route, ingest) in _routes)
            {
                if (application is not null && route.MayBe(application))
                    ingest.CountRefused();
            }
        }
        _refusals.Add("RTMP publisher", address, reason);
    }

    public void Broke(string address, Exception failure) => LogBroke(_logger, failure, address);

    public void Gone(PublisherConnection connection)
    {
        lock (_lock)
            _connections.Remove(connection);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _socket.Dispose();
            foreach (var connection in _connections)
                connection.Close();
        }
    }

    private void Accept()
    {
        while (true)
        {
            try
            {
                Serve(_socket.Accept());
            }
            catch (Exception) // on a thread of our own it would end the server: no descriptors, threads or memory left
            {
                lock (_lock)
                {
                    if (_closed)
                        return;
                }
                Thread.Sleep(100); // else it would spin; those who call meanwhile wait in the backlog
            }
        }
    }

    private void Serve(Socket socket)
    {
        PublisherConnection? connection = null;
        try
        {
            connection = new PublisherConnection(socket, this, _tls, _time);
            if (TakesIn(connection))
                new Thread(connection.Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "rtmp connection" }.Start();
            else
                socket.Dispose();
        }
        catch
        {
            if (connection is not null)
                Gone(connection);
            socket.Dispose();
            throw;
        }
    }

    private bool TakesIn(PublisherConnection connection)
    {
        lock (_lock)
        {
            var waiting = _connections.FindAll(c => !c.IsAdmitted && !c.IsClosing && c.Network.Equals(connection.Network));
            var crowd = waiting.Count >= MostWaiting ? waiting : _connections.Count >= MostConnections ? _connections : null;
            var oldest = crowd?.Find(c => c.IsIdle);
            if (_closed || (crowd is not null && oldest is null) || waiting.Count(c => c.IsRefused) >= MostRefused)
                return false;
            oldest?.Close();
            _connections.Add(connection);
            return true;
        }
    }

    [LoggerMessage(EventId = 4231, Level = LogLevel.Error, Message = "The RTMP connection from {Address} failed.")]
    private static partial void LogBroke(ILogger logger, Exception exception, string address);
}
