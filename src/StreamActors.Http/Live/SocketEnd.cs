using System.Net.WebSockets;
using System.Text;

namespace StreamActors.Http;

/// <summary>How WebSockets end on which only the server sends.</summary>
internal static class SocketEnd
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Application codes (RFC 6455, 7.4.2), like those of HTTP. With 4401, do not retry with these credentials.</summary>
    public const WebSocketCloseStatus NotAllowed = (WebSocketCloseStatus)4401, TooMany = (WebSocketCloseStatus)4429,
        Unavailable = (WebSocketCloseStatus)4503;

    /// <summary>Clients send no messages; frames are read to receive the close frame.</summary>
    public static async Task Receive(WebSocket socket, CancellationTokenSource over, CancellationToken closing)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), closing)).MessageType != WebSocketMessageType.Close)
            {
                // Messages from clients are ignored.
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // Disconnected without a close frame.
        }
        await over.CancelAsync();
    }

    public static async Task Close(WebSocket socket, WebSocketCloseStatus status, string reason, TimeProvider time)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var limit = new CancellationTokenSource(Timeout, time);
        try
        {
            await socket.CloseOutputAsync(status, Short(reason), limit.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The client has disconnected.
        }
    }

    /// <summary>A close frame has room for 123 bytes (RFC 6455, 5.5).</summary>
    private static string Short(string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        var end = Math.Min(bytes.Length, 120);
        while (end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
            end--; // not in the middle of a character
        return Encoding.UTF8.GetString(bytes, 0, end);
    }
}
