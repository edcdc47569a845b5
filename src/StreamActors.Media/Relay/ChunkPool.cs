namespace StreamActors.Media.Relay;

/// <summary>
/// Chunks that no relay needs at the moment, shared by the relays of a node. A lock suffices: a relay asks once per chunk,
/// which at 4 Mbit/s is eight times a second.
/// </summary>
/// <param name="packets">Packets in a chunk: a multiple of the seven that a datagram carries. 343 are 64,484 bytes, what a pipe takes at once.</param>
/// <param name="idle">Chunks kept for later; more go to the collector.</param>
public sealed class ChunkPool(int packets = 343, int idle = 256)
{
    public const int DatagramPackets = 7;

    private readonly Stack<Chunk> _idle = new();
    private readonly Lock _lock = new();

    public int Packets { get; } = packets > 0 && packets % DatagramPackets == 0
        ? packets
        : throw new ArgumentOutOfRangeException(nameof(packets), packets, "A chunk holds whole datagrams of seven packets.");

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
