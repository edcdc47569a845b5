namespace StreamActors.Media.Relay;

/// <summary>
/// A run of packets in pinned memory, filled once and then only read.
/// <para>
/// Its lifetime is counted in pins: the ring holds one, and so does each reader inside it. The last unpin returns
/// the memory to the pool. So no byte is overwritten under a reader and nothing is copied to protect it, at the cost of two atomic
/// operations per reader and chunk, not per packet. A reader in a blocked write keeps one chunk from reuse while the ring goes on
/// with another; the chunk of a forgotten reader is garbage-collected with it.
/// </para>
/// </summary>
internal sealed class Chunk(int packets)
{
    private int _pins;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(packets * Mpegts.TsPacket.Size, pinned: true);

    /// <summary>Its number in the sequence of the relay's chunks. Constant while it is pinned.</summary>
    public long Number { get; private set; }

    /// <summary>Arrival time of its first packet.</summary>
    public long Since { get; private set; }

    public void Begin(long number, long since)
    {
        (Number, Since) = (number, since);
        Volatile.Write(ref _pins, 1);
    }

    /// <summary>False when the chunk has been returned to the pool or reused.</summary>
    public bool TryPin(long number, ChunkPool pool)
    {
        var pins = Volatile.Read(ref _pins);
        while (pins > 0)
        {
            var seen = Interlocked.CompareExchange(ref _pins, pins + 1, pins);
            if (seen == pins)
            {
                if (Number == number)
                    return true;
                Unpin(pool);
                return false;
            }
            pins = seen;
        }
        return false;
    }

    public void Unpin(ChunkPool pool)
    {
        if (Interlocked.Decrement(ref _pins) == 0)
            pool.Return(this);
    }
}
