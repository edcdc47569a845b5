using System.Net.Sockets;

namespace StreamActors.Streaming;

/// <summary>A socket as a stream whose reader regains control while nothing comes. A receive timeout would break TLS above it.</summary>
/// <param name="socket">Not blocking.</param>
/// <param name="turn">Called before each read and while it waits: true if nothing has come. Throws to end the read.</param>
internal sealed class PolledStream(Socket socket, Action<bool> turn, TimeProvider time) : Stream
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>For one write, however it is split: what is written here is small, and a peer that reads takes it at once.</summary>
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(2);

    /// <summary>Where TLS writes to once another thread sends.</summary>
    public KeptBytes? Kept { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        turn(false);
        while (!socket.Poll(Interval, SelectMode.SelectRead))
            turn(true);
        return socket.Receive(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Kept is { } kept)
        {
            kept.Write(buffer);
            return;
        }
        var began = time.GetTimestamp();
        while (true)
        {
            buffer = buffer[socket.Send(buffer, SocketFlags.None, out var error)..];
            if (buffer.IsEmpty)
                return;
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                throw new SocketException((int)error);
            socket.Poll(Interval, SelectMode.SelectWrite);
            if (time.GetElapsedTime(began) > WriteLimit)
                throw new IOException("The other side does not read.");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // The socket has it.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
