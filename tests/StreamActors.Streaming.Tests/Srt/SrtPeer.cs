using System.Net;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming.Tests.Srt;

/// <summary>A caller of libsrt in this process, for what other programs do not tell: the code of a refusal.</summary>
internal static class SrtPeer
{
    public static SrtSocket Calls(int port, string? streamId = null, string? passphrase = null)
    {
        var socket = SrtSocket.Create(new SrtOptions { StreamId = streamId, Passphrase = passphrase }, waits: true);
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>The reason.</returns>
    public static string IsRefused(int port, string? streamId = null, string? passphrase = null) =>
        Should.Throw<SrtException>(() => Calls(port, streamId, passphrase).Dispose()).Message;

    public static void Send(this SrtSocket socket, int pictures)
    {
        foreach (var message in new Media.Tests.Streams.Source().Pictures(pictures).Chunk(SrtSocket.PayloadSize))
            socket.Send(message);
    }
}
