using System.Net;
using System.Net.Sockets;

namespace StreamActors.Media.Srt;

/// <summary>
/// The local ports of all callers of this node. libsrt serves a port with two threads, so sharing one costs a quarter of a port for each;
/// but those threads have a limit, so another port is opened once the streams on one exceed a rate.
/// </summary>
/// <param name="mostBitsPerSecond">Of all streams on one port.</param>
public sealed class SrtPorts(long mostBitsPerSecond)
{
    private readonly Lock _gate = new();
    private readonly List<Shard> _shards = [];

    /// <summary>Makes a socket on a shared port. Dispose the lease after it is closed.</summary>
    /// <exception cref="SrtException"/>
    public (SrtSocket Socket, IDisposable Lease) Open(SrtOptions options, AddressFamily family, long bitsPerSecond)
    {
        lock (_gate)
        {
            var shard = _shards.Find(s => s.Family == family && s.Rate + bitsPerSecond <= mostBitsPerSecond);
            var socket = shard is null ? New(options, family, 0) : Again(options, shard);
            if (shard is null || shard.Port != socket.LocalPort)
                _shards.Add(shard = new Shard(family, socket.LocalPort));
            shard.Rate += bitsPerSecond;
            return (socket, new Lease(this, shard, bitsPerSecond));
        }
    }

    private static SrtSocket New(SrtOptions options, AddressFamily family, int port) => SrtSocket.Create(options, waits: false,
        new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, port));

    /// <summary>After its last caller has left, another program may have taken the port.</summary>
    private static SrtSocket Again(SrtOptions options, Shard shard)
    {
        try
        {
            return New(options, shard.Family, shard.Port);
        }
        catch (SrtException failure) when (failure.Fault == SrtFault.PortInUse)
        {
            return New(options, shard.Family, 0);
        }
    }

    private void Return(Shard shard, long bitsPerSecond)
    {
        lock (_gate)
        {
            shard.Rate -= bitsPerSecond;
            if (--shard.Callers == 0)
                _shards.Remove(shard);
        }
    }

    private sealed class Shard(AddressFamily family, int port)
    {
        public AddressFamily Family => family;

        public int Port => port;

        public long Rate { get; set; }

        public int Callers { get; set; }
    }

    private sealed class Lease : IDisposable
    {
        private readonly SrtPorts _ports;
        private readonly Shard _shard;
        private readonly long _rate;
        private int _returned;

        public Lease(SrtPorts ports, Shard shard, long rate)
        {
            (_ports, _shard, _rate) = (ports, shard, rate);
            shard.Callers++;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                _ports.Return(_shard, _rate);
        }
    }
}
