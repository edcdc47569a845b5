using System.Net;
using System.Net.Sockets;

namespace StreamActors.EndToEnd.Tests.Peers;

/// <summary>
/// Accepts every TCP connection and never reads or writes; or an RTMP server that completes the handshake first. It counts the
/// connections.
/// </summary>
internal sealed class SilentListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Tcp());
    private readonly List<Socket> _held = [];
    private readonly bool _shakesHands;
    private bool _closed;

    public SilentListener(bool shakesHands = false)
    {
        _shakesHands = shakesHands;
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

    /// <summary>Receives version and 1536 bytes; sends the same and an echo of them; receives an echo.</summary>
    private static async Task ShakeHands(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: false);
        var theirs = new byte[1 + 1536];
        await stream.ReadExactlyAsync(theirs);
        byte[] answer = [3, .. new byte[1536], .. theirs[1..]];
        await stream.WriteAsync(answer);
        await stream.ReadExactlyAsync(theirs.AsMemory(1));
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                if (_shakesHands)
                    await ShakeHands(socket);
                lock (_held)
                {
                    _held.Add(socket);
                    if (_closed)
                        socket.Dispose();
                }
            }
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException)
        {
        }
    }
}
