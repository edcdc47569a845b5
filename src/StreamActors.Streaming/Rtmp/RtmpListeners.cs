using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>The RTMP ports of this node: one for all inputs that name it, opened with the first of them and closed with the last.</summary>
internal sealed class RtmpListeners(
    RtmpOptions options, string folder, InputsElsewhere elsewhere, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, RtmpListener> _listeners = [];

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

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var listener in _listeners.Values)
                listener.Dispose();
            _listeners.Clear();
        }
    }

    private SslServerAuthenticationOptions Tls()
    {
        try
        {
            return options.Tls(folder);
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new NotStartedException(new DriverEnd(ErrorClass.Resources,
                $"The certificate for RTMPS (media.rtmp.certificate, media.rtmp.key) cannot be read: {failure.Message}"));
        }
    }

    private RtmpListener Listener(IPEndPoint address, bool isTls)
    {
        if (_listeners.TryGetValue(address, out var listener))
            return listener;
        try
        {
            return _listeners[address] = new RtmpListener(address, isTls ? Tls() : null, elsewhere, time, logger);
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
