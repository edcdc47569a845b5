using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using StreamActors.Testing;

namespace StreamActors.Http.Tests;

/// <summary>A preview is written as a WebSocket takes it.</summary>
public sealed class SocketWriterSpecs : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient _client = new();
    private readonly TcpClient _accepted;
    private readonly WebSocket _server;
    private readonly WebSocket _browser;
    private readonly StandingClock _clock = new();

    public SocketWriterSpecs()
    {
        _listener.Start();
        _client.Connect((IPEndPoint)_listener.LocalEndpoint);
        _accepted = _listener.AcceptTcpClient();
        _server = WebSocket.CreateFromStream(_accepted.GetStream(), isServer: true, null, Timeout.InfiniteTimeSpan);
        _browser = WebSocket.CreateFromStream(_client.GetStream(), isServer: false, null, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _server.Dispose();
        _browser.Dispose();
        _accepted.Dispose();
        _client.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task What_is_written_until_a_flush_is_one_message()
    {
        var writer = new SocketWriter(_server, Limit, _clock, CancellationToken.None);
        for (var n = 1; n <= 2; n++)
        {
            writer.Write(new byte[188]);
            writer.Write(new byte[n * 188]);
            await writer.FlushAsync();
            var result = await _browser.ReceiveAsync(new byte[4096], CancellationToken.None);
            (result.MessageType, result.EndOfMessage, result.Count).ShouldBe((WebSocketMessageType.Binary, true, (n + 1) * 188));
        }
    }

    [Fact]
    public async Task A_browser_that_takes_nothing_is_cut_off_after_the_limit()
    {
        var writer = new SocketWriter(_server, Limit, _clock, CancellationToken.None);
        writer.Write(new byte[64 << 20]); // more than the buffers of a connection
        var flush = writer.FlushAsync().AsTask();
        _clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        flush.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Should.ThrowAsync<OperationCanceledException>(() => flush);
        _server.State.ShouldBe(WebSocketState.Aborted);
    }

    [Fact]
    public async Task The_end_of_the_preview_ends_a_write_that_is_under_way()
    {
        using var over = new CancellationTokenSource();
        var writer = new SocketWriter(_server, Limit, _clock, over.Token);
        writer.Write(new byte[64 << 20]);
        var flush = writer.FlushAsync().AsTask();
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => flush);
    }
}
