using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming.Tests.Rtmp;

/// <summary>A publisher on a socket: our own client, with MP3 frames, which need no sequence header.</summary>
internal sealed class TestPublisher : IDisposable
{
    private readonly Stream _stream;
    private readonly RtmpPublisher _publisher;
    private readonly byte[] _buffer = new byte[4096];
    private uint _time;

    private TestPublisher(Stream stream, string application, string key)
    {
        _stream = stream;
        _publisher = new RtmpPublisher(new RtmpDestination($"rtmp://127.0.0.1/{application}", application, key));
    }

    public RtmpRefusal? Refusal => _publisher.Refusal;

    /// <summary>The timestamp of what was sent last.</summary>
    public uint Time { set => _time = value; }

    /// <returns>Accepted, or refused.</returns>
    public static TestPublisher Connect(int port, string application, string key, bool tls = false)
    {
        var stream = Dial(port);
        if (tls)
        {
            var encrypted = new SslStream(stream, false, (_, _, _, _) => true);
            encrypted.AuthenticateAsClient("localhost");
            stream = encrypted;
        }
        var made = new TestPublisher(stream, application, key);
        made.Until(() => made._publisher.Phase is RtmpPublishPhase.Accepted or RtmpPublishPhase.Refused);
        return made;
    }

    public static Stream Dial(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public TestPublisher Accepted()
    {
        _publisher.Refusal.ShouldBeNull();
        return this;
    }

    public void Send(RtmpMessageType type, byte[] body)
    {
        _publisher.Send(type, _time += 24, body);
        Flush();
    }

    public void SendSound(int frames)
    {
        for (var i = 0; i < frames; i++)
            Send(RtmpMessageType.Audio, [0x2F, 0xFF, 0xFB, 0x90, 0x64, .. new byte[413]]);
    }

    /// <summary>Reads until the server ends it, or refuses.</summary>
    public void UntilRefused() => Until(() => _publisher.Phase == RtmpPublishPhase.Refused);

    public void Dispose() => _stream.Dispose();

    private void Until(Func<bool> condition)
    {
        Flush();
        while (!condition())
        {
            var count = _stream.Read(_buffer);
            if (count == 0)
                throw new IOException("The server has closed the connection.");
            _publisher.Take(_buffer.AsSpan(0, count));
            Flush();
        }
    }

    private void Flush()
    {
        _stream.Write(_publisher.Link.Pending.Span);
        _publisher.Link.Sent(_publisher.Link.Pending.Length);
    }
}
