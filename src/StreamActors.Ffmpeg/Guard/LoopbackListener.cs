using System.Net;
using System.Net.Sockets;

namespace StreamActors.Ffmpeg;

/// <summary>A listening socket on loopback with a task per connection. Closing it keeps the connections that exist.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly Action<Exception> _failed;
    private readonly Task _accepting;

    public LoopbackListener(Func<Socket, CancellationToken, Task> serve, Action<Exception> failed)
    {
        (_serve, _failed) = (serve, failed);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(128);
        Address = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = Accept();
    }

    public IPEndPoint Address { get; }

    /// <summary>Accepts no further connections.</summary>
    public void Close() => _listener.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
            try
            {
                _ = Serve(await _listener.AcceptAsync(_stop.Token), _stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException exception)
            {
                // A client that left before it was accepted, or no descriptor free: retry shortly.
                _failed(exception);
                await Task.Delay(RetryDelay, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    private async Task Serve(Socket client, CancellationToken stop)
    {
        try
        {
            using (client)
                await _serve(client, stop);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException or TimeoutException
            or ObjectDisposedException)
        {
            // A connection broke; its client has seen that too.
        }
    }
}
