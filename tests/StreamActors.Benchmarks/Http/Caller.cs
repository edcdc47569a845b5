using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Benchmarks.Http;

/// <summary>One connection that sends a request and waits, with little work of its own: it shares the machine with the server.</summary>
internal sealed class Caller(Uri server) : IDisposable
{
    private readonly Socket _socket = Connected(server);
    private readonly byte[] _buffer = new byte[256 * 1024];

    /// <summary>The local key of the newest server.</summary>
    public static string Key { get; set; } = "";

    public static byte[] Request(string method, string path, string? body = null) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
            + $"{Key}\r\n{(body is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"))}\r\n{body}");

    /// <returns>The status.</returns>
    public async Task<int> Ask(byte[] request)
    {
        await _socket.SendAsync(request);
        var count = 0;
        while (true)
        {
            count += await _socket.ReceiveAsync(_buffer.AsMemory(count));
            var got = _buffer.AsSpan(0, count);
            var head = got.IndexOf("\r\n\r\n"u8);
            if (head < 0)
                continue;
            if (got[..head].IndexOf("Transfer-Encoding: chunked"u8) >= 0 ? got.EndsWith("\r\n0\r\n\r\n"u8)
                : count >= head + 4 + Length(got[..head]))
                return ((got[9] - '0') * 100) + ((got[10] - '0') * 10) + got[11] - '0';
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int Length(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return 0;
        var rest = head[(at + 16)..];
        var end = rest.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? rest : rest[..end], CultureInfo.InvariantCulture);
    }

    private static Socket Connected(Uri server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.Host, server.Port);
        return socket;
    }
}
