using System.Buffers;
using System.Buffers.Binary;

namespace StreamActors.Media.Rtmp;

/// <summary>
/// What both sides of a connection do: handshake, chunks, protocol control, acknowledgements, ping. Takes and gives bytes; knows no socket.
/// </summary>
public sealed class RtmpLink
{
    private const int ControlChunkStream = 2;
    private const int CommandChunkStream = 3;

    /// <summary>A smaller window would be answered with more bytes than it acknowledges.</summary>
    private const uint SmallestWindow = 16_384;

    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly RtmpHandshake _handshake;
    private readonly ChunkReader _reader;
    private readonly ChunkWriter _writer;
    private readonly RtmpMessageSink _sink;
    private int _sent;
    private long _taken;
    private long _told;
    private uint _window = 2_500_000;
    private uint _announced;
    private long _before;

    /// <param name="sink">Gets what this class does not handle itself: commands, data, media.</param>
    internal RtmpLink(bool isServer, RtmpLimits limits, RtmpMessageSink sink)
    {
        _sink = sink;
        _handshake = new RtmpHandshake(isServer, _output);
        _reader = new ChunkReader(limits, Handle);
        _writer = new ChunkWriter(_output);
        if (!isServer)
            _handshake.Greet();
    }

    public bool IsHandshakeDone => _handshake.IsDone;

    /// <summary>What is to be sent; report it with <see cref="Sent"/>. Valid until the next call of any method.</summary>
    public ReadOnlyMemory<byte> Pending => _output.WrittenMemory[_sent..];

    /// <summary>Bytes after the handshake, those in <see cref="Pending"/> included.</summary>
    public long Written => _before + _output.WrittenCount;

    /// <summary>Of <see cref="Written"/>: what the other side says it has received.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Whether the other side acknowledges at all: not every server does.</summary>
    public bool HasAcknowledged { get; private set; }

    public RtmpLimits Limits
    {
        set => _reader.Limits = value;
    }

    public void Sent(int count)
    {
        _sent += count;
        if (_sent < _output.WrittenCount)
            return;
        _before += _output.WrittenCount;
        _sent = 0;
        _output.ResetWrittenCount();
    }

    /// <summary>Takes what came from the other side.</summary>
    /// <exception cref="RtmpException">It violates the protocol or a limit.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (!_handshake.IsDone)
        {
            bytes = _handshake.Take(bytes);
            if (!_handshake.IsDone)
                return;
            _before = -_output.WrittenCount; // the handshake is not counted
        }
        _taken += bytes.Length;
        _reader.Take(bytes);
        if (_taken - _told < _window)
            return;
        _told = _taken;
        Control(RtmpMessageType.Acknowledgement, (uint)_taken);
    }

    public void Write(byte chunkStream, RtmpMessageType type, uint stream, uint timestamp, ReadOnlySpan<byte> body) =>
        _writer.Write(chunkStream, type, stream, timestamp, body);

    internal void Command(uint stream, params ReadOnlySpan<object?> values) =>
        Write(CommandChunkStream, RtmpMessageType.CommandAmf0, stream, 0, AmfWriter.Bytes(values));

    internal void SetChunkSize(int size)
    {
        Control(RtmpMessageType.SetChunkSize, (uint)size);
        _writer.ChunkSize = size;
    }

    /// <summary>After how many bytes the other side is to acknowledge.</summary>
    internal void AnnounceWindow(uint size)
    {
        if (_announced == size)
            return;
        _announced = size;
        Control(RtmpMessageType.WindowAcknowledgementSize, size);
    }

    internal void SetPeerBandwidth(uint size)
    {
        Span<byte> body = stackalloc byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(body, size);
        body[4] = 2; // dynamic
        Write(ControlChunkStream, RtmpMessageType.SetPeerBandwidth, 0, 0, body);
    }

    internal void StreamBegins(uint stream) => UserControl(0, stream);

    internal void StreamEnds(uint stream) => UserControl(1, stream);

    private void UserControl(ushort type, uint value)
    {
        Span<byte> body = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(body, type);
        BinaryPrimitives.WriteUInt32BigEndian(body[2..], value);
        Write(ControlChunkStream, RtmpMessageType.UserControl, 0, 0, body);
    }

    private void Control(RtmpMessageType type, uint value)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(body, value);
        Write(ControlChunkStream, type, 0, 0, body);
    }

    private void Handle(RtmpMessageType type, uint stream, uint timestamp, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case RtmpMessageType.SetChunkSize:
                _reader.SetChunkSize(Value(body));
                break;
            case RtmpMessageType.Abort:
                _reader.Abort(Value(body));
                break;
            case RtmpMessageType.Acknowledgement:
                TakeAcknowledgement(Value(body));
                break;
            case RtmpMessageType.WindowAcknowledgementSize:
                _window = Math.Max(SmallestWindow, Value(body));
                break;
            case RtmpMessageType.SetPeerBandwidth:
                AnnounceWindow(_announced > 0 ? _announced : Value(body));
                break;
            case RtmpMessageType.UserControl:
                if (body.Length >= 6 && BinaryPrimitives.ReadUInt16BigEndian(body) == 6)
                    UserControl(7, BinaryPrimitives.ReadUInt32BigEndian(body[2..]));
                break;
            default:
                _sink(type, stream, timestamp, body);
                break;
        }
    }

    /// <summary>The count has 32 bits and goes on from 0; some count the handshake too, and so more than was written.</summary>
    private void TakeAcknowledgement(uint count)
    {
        HasAcknowledged = true;
        var step = unchecked((int)(count - (uint)Acknowledged));
        if (step > 0)
            Acknowledged = Math.Min(Acknowledged + step, Math.Max(Acknowledged, Written - Pending.Length));
    }

    private static uint Value(ReadOnlySpan<byte> body) =>
        body.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(body) : throw new RtmpException("A control message is too short.");
}
