using System.Buffers.Binary;

namespace StreamActors.Media.Rtmp;

/// <summary>Chunks to messages, from bytes in pieces of any size.</summary>
public sealed class ChunkReader(RtmpLimits limits, RtmpMessageSink sink)
{
    /// <summary>A field of this value is followed by the timestamp in 32 bits.</summary>
    private const uint Extended = 0xFF_FFFF;

    private readonly Dictionary<int, Incoming> _streams = [];
    private readonly byte[] _header = new byte[3 + 11 + 4];
    private int _have;
    private int _buffered;
    private Incoming? _current;
    private Incoming? _large;
    private int _left;

    /// <summary>Some senders do not repeat the 32 bits in chunks of type 3: decided at the first of them.</summary>
    private bool? _repeats;

    public RtmpLimits Limits { get; set; } = limits;

    public int ChunkSize { get; private set; } = 128;

    /// <summary>The next chunk has the new size. The highest bit of the field is reserved.</summary>
    /// <remarks>No message is longer than 24 bits say, and how long one may be is limited anyway.</remarks>
    public void SetChunkSize(uint size) =>
        ChunkSize = size is > 0 and < 1u << 31 ? (int)Math.Min(size, 0xFF_FFFF)
            : throw new RtmpException($"Set Chunk Size: {size} is not a chunk size.");

    /// <summary>Discards an unfinished message.</summary>
    public void Abort(uint chunkStream)
    {
        if (chunkStream <= int.MaxValue && _streams.TryGetValue((int)chunkStream, out var aborted))
            Drop(aborted);
    }

    /// <exception cref="RtmpException">The bytes are not RTMP, or exceed a limit.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_current is { } current)
            {
                var count = Math.Min(_left, bytes.Length);
                current.Append(bytes[..count]);
                bytes = bytes[count..];
                if ((_left -= count) == 0)
                    Finish(current);
                continue;
            }
            _header[_have++] = bytes[0];
            bytes = bytes[1..];
            if (HeaderLength() is var length && _have < length)
                continue;
            Begin(length);
        }
    }

    /// <returns>The length as far as the bytes until now tell it.</returns>
    private int HeaderLength()
    {
        var basic = (_header[0] & 0x3F) switch { 0 => 2, 1 => 3, _ => 1 };
        var type = _header[0] >> 6;
        var length = basic + type switch { 0 => 11, 1 => 7, 2 => 3, _ => 0 };
        if (_have < length)
            return length;
        if (type < 3)
            return ReadField(basic) == Extended ? length + 4 : length;
        return _repeats != false && _streams.TryGetValue(ChunkStream(), out var stream) && stream.IsExtended ? length + 4 : length;
    }

    private int ChunkStream() => (_header[0] & 0x3F) switch
    {
        0 => 64 + _header[1],
        1 => 64 + _header[1] + (256 * _header[2]),
        var id => id,
    };

    private uint ReadField(int at) => (uint)((_header[at] << 16) | (_header[at + 1] << 8) | _header[at + 2]);

    private void Begin(int length)
    {
        var (type, basic) = (_header[0] >> 6, (_header[0] & 0x3F) switch { 0 => 2, 1 => 3, _ => 1 });
        var id = ChunkStream();
        if (!_streams.TryGetValue(id, out var stream))
        {
            if (type != 0 && type != 1) // librtmp's first message on a chunk stream is sometimes of type 1
                throw new RtmpException($"Chunk stream {id} begins with a chunk of type {type}, which refers to an earlier one.");
            if (_streams.Count >= Limits.ChunkStreams)
                throw new RtmpException($"More than {Limits.ChunkStreams} chunk streams.");
            _streams.Add(id, stream = new Incoming());
        }
        ReadOnlySpan<byte> unread = [];
        if (type < 3)
        {
            if (stream.IsOpen)
                Drop(stream); // a new header in the middle of a message: the rest of that one never comes
            var field = ReadField(basic);
            stream.IsExtended = field == Extended;
            stream.Field = stream.IsExtended ? BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(length - 4)) : field;
            if (type < 2)
                (stream.Length, stream.Type) = ((int)ReadField(basic + 3), (RtmpMessageType)_header[basic + 6]);
            if (type == 0)
                stream.Stream = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(basic + 7));
            stream.Timestamp = type == 0 ? stream.Field : unchecked(stream.Timestamp + stream.Field);
        }
        else
        {
            if (length > basic)
            {
                var repeated = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(basic)) == stream.Field;
                if (!(_repeats ??= repeated))
                    unread = _header.AsSpan(basic, 4).ToArray();
            }
            if (!stream.IsOpen) // a message like the one before, as much later
                stream.Timestamp = unchecked(stream.Timestamp + stream.Field);
        }
        if (!stream.IsOpen)
            Open(stream);
        (_have, _current, _left) = (0, stream, Math.Min(stream.Length - stream.Filled, ChunkSize));
        if (_left == 0)
            Finish(stream);
        if (unread.Length > 0)
            Take(unread);
    }

    private void Open(Incoming stream)
    {
        if (stream.Length > Limits.Message)
            throw new RtmpException($"A message of {stream.Length} bytes; {Limits.Message} at most.");
        if (_buffered + stream.Length > Limits.Buffered)
            throw new RtmpException($"Unfinished messages of more than {Limits.Buffered} bytes.");
        _buffered += stream.Length;
        stream.Begin();
    }

    private void Finish(Incoming stream)
    {
        _current = null;
        if (stream.Filled < stream.Length)
            return;
        _buffered -= stream.Length;
        sink(stream.Type, stream.Stream, stream.Timestamp, stream.End());
        if (stream.IsLarge && _large != stream)
        {
            _large?.Shrink(); // one chunk stream, that of the video, keeps a large buffer
            _large = stream;
        }
    }

    private void Drop(Incoming stream)
    {
        if (!stream.IsOpen)
            return;
        _buffered -= stream.Length;
        stream.End();
    }

    /// <summary>The state of a chunk stream, and its unfinished message.</summary>
    private sealed class Incoming
    {
        private byte[] _body = [];

        public RtmpMessageType Type { get; set; }

        public uint Stream { get; set; }

        public uint Timestamp { get; set; }

        /// <summary>The timestamp or difference of the last header that had one.</summary>
        public uint Field { get; set; }

        public bool IsExtended { get; set; }

        public int Length { get; set; }

        public int Filled { get; private set; }

        public bool IsOpen { get; private set; }

        public bool IsLarge => _body.Length > 256 * 1024;

        public void Shrink() => _body = IsOpen ? _body : [];

        public void Begin() => (IsOpen, Filled) = (true, 0);

        /// <summary>Grows with what has come, not with what is announced.</summary>
        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (Filled + bytes.Length > _body.Length)
                Array.Resize(ref _body, Math.Min(Length, Math.Max(Filled + bytes.Length, Math.Max(4096, _body.Length * 2))));
            bytes.CopyTo(_body.AsSpan(Filled));
            Filled += bytes.Length;
        }

        public ReadOnlySpan<byte> End()
        {
            IsOpen = false;
            return _body.AsSpan(0, Filled);
        }
    }
}
