using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>HTTP written by hand over successive connections: a regular client cannot send half of these requests.</summary>
internal sealed class RawHttp(Uri server, string key) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private TcpClient? _socket;
    private int _from, _to;

    /// <returns>Null if the server closed the connection without a response.</returns>
    public async Task<RawAnswer?> Send(HostileRequest request)
    {
        using var limit = new CancellationTokenSource(Timeout);
        for (var again = 0; ; again++)
        {
            var isFresh = _socket is null;
            try
            {
                var stream = await Open(limit.Token);
                await stream.WriteAsync(WithKey(request), limit.Token);
                if (request.HangsUp)
                    _socket!.Client.Shutdown(SocketShutdown.Send);
                var answer = await Read(stream, request, limit.Token);
                if (answer is not null || isFresh || again > 0)
                    return answer;
                Dispose(); // the server had closed the kept connection
            }
            catch (Exception gone) when (gone is IOException or SocketException)
            {
                var said = await WhatItSaid(request, limit.Token);
                Dispose();
                if (said is not null || isFresh || again > 0)
                    return said;
            }
        }
    }

    /// <summary>
    /// Requests without a key are refused too early to test anything: these have one, unless they bring credentials of their own.
    /// </summary>
    private byte[] WithKey(HostileRequest request)
    {
        var text = Encoding.Latin1.GetString(request.Bytes);
        var line = text.IndexOf("\r\nHost: 127.0.0.1\r\n", StringComparison.Ordinal);
        return line < 0 || text.Contains("X-API-Key: ", StringComparison.Ordinal)
            || text.Contains("Authorization: ", StringComparison.Ordinal)
            ? request.Bytes
            : Encoding.Latin1.GetBytes(text.Insert(line, $"\r\nX-API-Key: {key}"));
    }

    public void Dispose()
    {
        _socket?.Dispose();
        (_socket, _from, _to) = (null, 0, 0);
    }

    /// <summary>The server may refuse a request before it has all of it: then the response is there, although writing fails.</summary>
    private async Task<RawAnswer?> WhatItSaid(HostileRequest request, CancellationToken stop)
    {
        try
        {
            return _socket is { Connected: true } ? await Read(_socket.GetStream(), request, stop) : null;
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            return null;
        }
    }

    private async Task<NetworkStream> Open(CancellationToken stop)
    {
        if (_socket is null)
        {
            _socket = new TcpClient { NoDelay = true };
            await _socket.ConnectAsync(server.Host, server.Port, stop);
        }
        return _socket.GetStream();
    }

    private async Task<RawAnswer?> Read(NetworkStream stream, HostileRequest request, CancellationToken stop)
    {
        if (await Line(stream, stop) is not { Length: > 0 } first)
        {
            Dispose();
            return null;
        }
        var status = int.Parse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await Line(stream, stop) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var type = headers.GetValueOrDefault("Content-Type", "");
        var isEndless = status == 101 || type == "text/event-stream";
        var body = request.Method == "HEAD" || status is 204 or 304 || isEndless ? "" : await Body(stream, headers, stop);
        if (isEndless || request.HangsUp || headers.GetValueOrDefault("Connection", "").Equals("close", StringComparison.OrdinalIgnoreCase))
            Dispose();
        return new RawAnswer(status, type, headers, body);
    }

    private async Task<string> Body(NetworkStream stream, Dictionary<string, string> headers, CancellationToken stop)
    {
        using var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length))
        {
            await Take(stream, int.Parse(length, CultureInfo.InvariantCulture), body, stop);
            return Encoding.UTF8.GetString(body.ToArray());
        }
        while (int.Parse(await Line(stream, stop) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size and > 0)
        {
            await Take(stream, size, body, stop);
            await Line(stream, stop);
        }
        await Line(stream, stop);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private async Task Take(NetworkStream stream, int count, MemoryStream into, CancellationToken stop)
    {
        while (count > 0)
        {
            if (_from == _to && !await Fill(stream, stop))
                throw new IOException("The answer ends in its midst.");
            var some = Math.Min(count, _to - _from);
            into.Write(_buffer, _from, some);
            (_from, count) = (_from + some, count - some);
        }
    }

    private async Task<string?> Line(NetworkStream stream, CancellationToken stop)
    {
        var line = new StringBuilder();
        while (_from < _to || await Fill(stream, stop))
        {
            var c = (char)_buffer[_from++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
        return null;
    }

    private async Task<bool> Fill(NetworkStream stream, CancellationToken stop)
    {
        (_from, _to) = (0, await stream.ReadAsync(_buffer, stop));
        return _to > 0;
    }
}

internal sealed record RawAnswer(int Status, string Type, IReadOnlyDictionary<string, string> Headers, string Body);
