using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace StreamActors.Http;

/// <summary>
/// What is written until a flush is one binary message. A flush completes when the connection has taken it; a browser that takes none in
/// time is cut off.
/// </summary>
/// <param name="over">Ends a flush, and with it the connection.</param>
internal sealed class SocketWriter(WebSocket socket, TimeSpan timeout, TimeProvider time, CancellationToken over) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _message = new();

    public override Memory<byte> GetMemory(int sizeHint = 0) => _message.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _message.GetSpan(sizeHint);

    public override void Advance(int bytes) => _message.Advance(bytes);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, over);
        await socket.SendAsync(_message.WrittenMemory, WebSocketMessageType.Binary, endOfMessage: true, limit.Token);
        _message.ResetWrittenCount();
        return default;
    }

    public override void CancelPendingFlush() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
        // The connection outlives it, to be closed with a reason.
    }
}
