namespace StreamActors.Media.Relay;

/// <summary>
/// Free chunks, shared by the relays of a node. A lock is enough: at 4 Mbit/s a relay takes eight chunks per second.
/// </summary>
/// <param name="packets">Packets per chunk, a multiple of the seven in a datagram. 343 are 64,484 bytes, about a pipe's capacity.</param>
/// <param name="idle">Free chunks to keep; the garbage collector takes the rest.</param>
public sealed class ChunkPool(int packets = 343, int idle = 256)
{
    public const int DatagramPackets = 7;

    private readonly Stack<Chunk> _idle = new();
    private readonly Lock _lock = new();

    public int Packets { get; } = packets > 0 && packets % DatagramPackets == 0
        ? packets
        : throw new ArgumentOutOfRangeException(nameof(packets), packets, "Must be a multiple of 7, the packets of a datagram.");

    public int ChunkBytes => Packets * Mpegts.TsPacket.Size;

    public int Idle
    {
        get
        {
            lock (_lock)
                return _idle.Count;
        }
    }

    internal Chunk Rent()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var chunk))
                return chunk;
        }
        return new Chunk(Packets);
    }

    internal void Return(Chunk chunk)
    {
        lock (_lock)
        {
            if (_idle.Count < idle)
                _idle.Push(chunk);
        }
    }
}
