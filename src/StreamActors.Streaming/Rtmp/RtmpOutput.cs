using System.Net.Security;
using System.Net.Sockets;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>Sends what a connection has pending over a socket that does not block: what the socket does not take stays.</summary>
internal sealed class RtmpOutput(Socket socket, RtmpLink link)
{
    private SslStream? _tls;
    private KeptBytes? _kept;
    private long _sent;

    /// <summary>Bytes of media, with what carries them, that the kernel has taken.</summary>
    public long SentBytes => Volatile.Read(ref _sent);

    /// <summary>Set when sending has failed.</summary>
    public DriverEnd? Fault { get; private set; }

    /// <param name="kept">Where <paramref name="tls"/> writes to.</param>
    public void Encrypt(SslStream tls, KeptBytes kept) => (_tls, _kept) = (tls, kept);

    /// <summary>Sends what is there. False if the socket takes no more, or has failed.</summary>
    public bool Flush()
    {
        if (_tls is null)
        {
            while (link.Pending.Length > 0)
            {
                var count = Send(link.Pending.Span);
                link.Sent(count);
                if (count == 0)
                    return false;
            }
            return Fault is null;
        }
        while (true)
        {
            if (!_kept!.Flush(Send))
                return false;
            if (link.Pending.Length == 0)
                return Fault is null;
            // Encrypted only when everything before has gone: so no more than one piece is kept.
            try
            {
                _tls.Write(link.Pending.Span);
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                Fault ??= RtmpEnds.Closed;
                return false;
            }
            link.Sent(link.Pending.Length);
        }
    }

    private int Send(ReadOnlySpan<byte> bytes)
    {
        if (Fault is not null)
            return 0;
        try
        {
            var count = socket.Send(bytes, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                Fault = RtmpEnds.Of(new SocketException((int)error));
            Volatile.Write(ref _sent, _sent + count);
            return count;
        }
        catch (ObjectDisposedException)
        {
            Fault = RtmpEnds.Closed;
            return 0;
        }
    }
}
