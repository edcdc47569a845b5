using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Tls;

namespace StreamActors.Streaming;

/// <summary>
/// The RTMP ports of this node: one for all inputs that name it, opened with the first of them and closed with the last; and those that are
/// open for players.
/// </summary>
internal sealed partial class RtmpListeners(
    RtmpOptions options, string folder, InputsElsewhere elsewhere, RelayReaders readers, TimeProvider time, ILogger logger)
    : IPeriodicCheck, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, RtmpListener> _listeners = [];
    private CertificateFiles? _certificate;
    private bool _isOpenForPlayers = options.Listen.Address is null;
    private string? _failure;
    private bool _closed;

    /// <summary>Sends an input's publishers to it until the result is disposed of.</summary>
    /// <exception cref="NotStartedException">The port, or application and key, are not to be had.</exception>
    public IDisposable Open(IPEndPoint address, RtmpRoute route, PublisherIngest ingest)
    {
        var opened = new Registration(this);
        try
        {
            opened.Add(address, route, ingest, isTls: false);
            if (options.TlsListen.Address is { } tls)
                opened.Add(tls.EndPoint, route, ingest, isTls: true);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Whether this server listens there, for publishers or players.</summary>
    public bool IsOpen(IPEndPoint address)
    {
        lock (_lock)
            return _listeners.ContainsKey(address);
    }

    /// <summary>Opens the ports for players; tries again when they could not be opened.</summary>
    public void Check()
    {
        if (_isOpenForPlayers)
            return;
        try
        {
            lock (_lock)
            {
                if (_closed)
                    return;
                Listener(options.Listen.Address!.Value.EndPoint, isTls: false).StaysOpen = true;
                if (options.TlsListen.Address is { } tls)
                    Listener(tls.EndPoint, isTls: true).StaysOpen = true;
                _isOpenForPlayers = true;
            }
        }
        catch (NotStartedException failure)
        {
            if (_failure != failure.End.Text)
                LogNotOpen(logger, _failure = failure.End.Text);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var listener in _listeners.Values)
                listener.Dispose();
            _listeners.Clear();
            _certificate?.Dispose();
        }
    }

    [LoggerMessage(EventId = 4239, Level = LogLevel.Error,
        Message = "The RTMP port for players (media.rtmp.listen) is not open, and is tried again: {Reason}")]
    private static partial void LogNotOpen(ILogger logger, string reason);

    [LoggerMessage(EventId = 4240, Level = LogLevel.Error,
        Message = "The changed certificate for RTMPS (media.rtmp.certificate, media.rtmp.key) is not used; the one before is. {Reason}")]
    private static partial void LogCertificate(ILogger logger, string reason);

    private CertificateFiles Tls()
    {
        _certificate ??= new CertificateFiles(RtmpPlans.Player(isTls: true), Path.Combine(folder, options.Certificate),
            Path.Combine(folder, options.Key), time, reason => LogCertificate(logger, reason));
        try
        {
            _ = _certificate.Certificate;
            return _certificate;
        }
        catch (CertificateRefusedException refusal)
        {
            throw new NotStartedException(new DriverEnd(ErrorClass.Resources,
                $"The certificate for RTMPS (media.rtmp.certificate, media.rtmp.key) cannot be used: {refusal.Message}"));
        }
    }

    private RtmpListener Listener(IPEndPoint address, bool isTls)
    {
        if (_listeners.TryGetValue(address, out var listener))
            return listener;
        try
        {
            return _listeners[address] = new RtmpListener(address, isTls ? Tls() : null, elsewhere, readers, time, logger);
        }
        catch (SocketException failure)
        {
            throw new NotStartedException(new DriverEnd(
                failure.SocketErrorCode is SocketError.AccessDenied ? ErrorClass.BadUrl : ErrorClass.Network,
                failure.SocketErrorCode is SocketError.AddressNotAvailable // an interface may come up later, such as a VPN
                    ? $"{address.Address} is not an address of this machine (yet)."
                    : $"Listening on {address} failed: {failure.Message}."));
        }
    }

    private sealed class Registration(RtmpListeners owner) : IDisposable
    {
        private readonly List<(IPEndPoint Address, RtmpListener Listener, PublisherIngest Ingest)> _added = [];

        public void Add(IPEndPoint address, RtmpRoute route, PublisherIngest ingest, bool isTls)
        {
            lock (owner._lock)
            {
                var listener = owner.Listener(address, isTls);
                _added.Add((address, listener, ingest));
                if (listener.Add(route, ingest) is { } taken)
                    throw new NotStartedException(new DriverEnd(ErrorClass.BadUrl,
                        $"The input {taken.Id} has the same application and stream key on {address}: give one of them another key."));
            }
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                foreach (var (address, listener, ingest) in _added)
                {
                    if (!listener.Remove(ingest))
                        continue;
                    listener.Dispose();
                    owner._listeners.Remove(address);
                }
                _added.Clear();
            }
        }
    }
}
