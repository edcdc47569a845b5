using System.Buffers;

namespace StreamActors.Streaming;

internal delegate int SendBytes(ReadOnlySpan<byte> bytes);

/// <summary>What TLS has written and the socket has not taken yet.</summary>
internal sealed class KeptBytes
{
    private readonly Lock _lock = new(); // a TLS stream may also write while it is read from
    private readonly ArrayBufferWriter<byte> _output = new();
    private int _sent;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
            _output.Write(bytes);
    }

    /// <returns>False if the socket takes no more, and something is left.</returns>
    public bool Flush(SendBytes send)
    {
        lock (_lock)
        {
            while (_sent < _output.WrittenCount)
            {
                var count = send(_output.WrittenSpan[_sent..]);
                if (count == 0)
                    return false;
                _sent += count;
            }
            _sent = 0;
            _output.ResetWrittenCount();
            return true;
        }
    }
}
