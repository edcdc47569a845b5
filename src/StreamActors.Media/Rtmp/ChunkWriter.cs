using System.Buffers;
using System.Buffers.Binary;

namespace StreamActors.Media.Rtmp;

/// <summary>Messages to chunks.</summary>
public sealed class ChunkWriter(IBufferWriter<byte> output)
{
    private const uint Extended = 0xFF_FFFF;

    private readonly Dictionary<byte, (uint Stream, uint Timestamp)> _last = [];

    public int ChunkSize { get; set; } = 128;

    /// <param name="chunkStream">2 to 63.</param>
    public void Write(byte chunkStream, RtmpMessageType type, uint stream, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (body.Length > (int)Extended)
            throw new ArgumentException($"A message has at most {Extended} bytes.", nameof(body));
        // The header with the message stream where it changes, and where time goes back: a difference is not negative.
        var isFull = !_last.TryGetValue(chunkStream, out var last) || last.Stream != stream
            || unchecked((int)(timestamp - last.Timestamp)) < 0;
        _last[chunkStream] = (stream, timestamp);
        var time = isFull ? timestamp : unchecked(timestamp - last.Timestamp);
        var header = output.GetSpan(16);
        header[0] = (byte)((isFull ? 0 : 0x40) | chunkStream);
        WriteThree(header[1..], Math.Min(time, Extended));
        WriteThree(header[4..], (uint)body.Length);
        header[7] = (byte)type;
        var length = 8;
        if (isFull)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[8..], stream);
            length = 12;
        }
        if (time >= Extended)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header[length..], time);
            length += 4;
        }
        output.Advance(length);
        while (true)
        {
            var count = Math.Min(ChunkSize, body.Length);
            output.Write(body[..count]);
            body = body[count..];
            if (body.Length == 0)
                return;
            var next = output.GetSpan(5);
            next[0] = (byte)(0xC0 | chunkStream);
            if (time >= Extended)
                BinaryPrimitives.WriteUInt32BigEndian(next[1..], time);
            output.Advance(time >= Extended ? 5 : 1);
        }
    }

    private static void WriteThree(Span<byte> to, uint value) =>
        (to[0], to[1], to[2]) = ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
}
