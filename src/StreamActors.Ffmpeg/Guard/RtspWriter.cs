using System.Net.Sockets;

namespace StreamActors.Ffmpeg;

/// <summary>Writes to an RTSP connection: messages and media of several tasks, without mixing them.</summary>
internal sealed class RtspWriter(Socket socket) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            for (var sent = 0; sent < bytes.Length;)
                sent += await socket.SendAsync(bytes[sent..], stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
