using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Cli;

/// <summary>
/// One HTTP/1.1 request over a connection of its own, and its answer (RFC 9112). HttpClient would take longer to start than
/// all the rest of a verb takes: pools, timers and threads for a single call.
/// </summary>
internal sealed class Exchange : Stream
{
    private const int MostHead = 64 * 1024;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(60); // the live feed says something every 15

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[MostHead];
    private int _from, _to;
    private long _left;
    private bool _isChunked;

    private Exchange(Socket socket, Stream stream) => (_socket, _stream) = (socket, stream);

    public int Status { get; private set; }

    public bool IsWell => Status is >= 200 and < 300;

    /// <exception cref="IOException">Nobody answers, or not in HTTP; in words.</exception>
    public static Exchange Begin(Uri url, string method, IEnumerable<string> headers, byte[]? body)
    {
        var socket = Connect(url.IdnHost, url.Port);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (url.Scheme == "https")
                stream = Secured(stream, url.IdnHost);
            var exchange = new Exchange(socket, stream);
            string[] head = [$"{method} {url.PathAndQuery} HTTP/1.1", $"Host: {url.Authority}", "Connection: close", .. headers];
            var length = body is null && method is "GET" ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body?.Length ?? 0}\r\n");
            stream.Write([.. Encoding.ASCII.GetBytes(string.Join("\r\n", head) + "\r\n" + length + "\r\n"), .. body ?? []]);
            exchange.ReadHead();
            return exchange;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>From another thread: whoever reads comes to the end.</summary>
    public void Cut()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0 && !(_isChunked && NextChunk()))
            return 0;
        var count = Take(buffer[..(int)Math.Min(buffer.Length, _left)]);
        if (count == 0)
            return _left == long.MaxValue ? 0 : throw new IOException("the response ended early");
        if (_left != long.MaxValue)
            _left -= count;
        if (_isChunked && _left == 0)
            Line();
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private static Socket Connect(string host, int port)
    {
        SocketException? failure = null;
        foreach (var address in IPAddress.TryParse(host, out var one) ? [one] : Dns.GetHostAddresses(host))
        {
            // The kernel's own limits: SO_SNDTIMEO holds for connecting, too.
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = (int)ConnectPatience.TotalMilliseconds, ReceiveTimeout = (int)SilencePatience.TotalMilliseconds };
            try
            {
                socket.Connect(address, port);
                return socket;
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failure = refused;
            }
        }
        throw new IOException(failure?.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress ? "connection timed out" : failure?.Message ?? "the host name has no address", failure);
    }

    private static SslStream Secured(Stream stream, string host)
    {
        var tls = new SslStream(stream);
        tls.AuthenticateAsClient(host);
        return tls;
    }

    private void ReadHead()
    {
        var status = Line().Split(' ', 3);
        if (status.Length < 2 || !status[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            throw new IOException("the response is not HTTP");
        Status = code;
        _left = code == 204 ? 0 : long.MaxValue; // to the end of the connection, unless a header says more
        while (Line() is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (header, "") : (header[..colon], header[(colon + 1)..].Trim());
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !_isChunked)
                _left = Whole(value, NumberStyles.None);
            else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase))
                (_isChunked, _left) = (true, 0);
        }
    }

    private bool NextChunk()
    {
        _left = Whole(Line().Split(';', 2)[0].Trim(), NumberStyles.AllowHexSpecifier);
        _isChunked = _left > 0; // after the last one comes nothing that is wanted
        return _isChunked;
    }

    private static long Whole(string text, NumberStyles style) =>
        long.TryParse(text, style, CultureInfo.InvariantCulture, out var length) && length >= 0 ? length : throw new IOException("the response is not HTTP");

    private string Line()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_from == _to && !Fill())
                throw new IOException("the response ended early");
            var c = (char)_buffer[_from++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Append(c).Length > MostHead)
                throw new IOException("the response is not HTTP");
        }
    }

    private int Take(Span<byte> into)
    {
        if (_from == _to && !Fill())
            return 0;
        var count = Math.Min(into.Length, _to - _from);
        _buffer.AsSpan(_from, count).CopyTo(into);
        _from += count;
        return count;
    }

    private bool Fill()
    {
        (_from, _to) = (0, _stream.Read(_buffer));
        return _to > 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
