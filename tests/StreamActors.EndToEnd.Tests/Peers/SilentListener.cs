using System.Net;
using System.Net.Sockets;

namespace StreamActors.EndToEnd.Tests.Peers;

/// <summary>Takes every TCP connection and never reads a byte, nor writes one. It remembers how many came.</summary>
internal sealed class SilentListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Tcp());
    private readonly List<Socket> _held = [];
    private bool _closed;

    public SilentListener()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections
    {
        get
        {
            lock (_held)
                return _held.Count;
        }
    }

    public void Dispose()
    {
        lock (_held)
        {
            _closed = true;
            _held.ForEach(s => s.Dispose());
        }
        _listener.Stop();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                lock (_held)
                {
                    _held.Add(socket);
                    if (_closed)
                        socket.Dispose();
                }
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
        }
    }
}
