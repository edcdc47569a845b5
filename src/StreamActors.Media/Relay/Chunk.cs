namespace StreamActors.Media.Relay;

/// <summary>
/// A run of packets in pinned memory, filled once and then only read.
/// <para>
/// Its lifetime is counted in pins: the ring holds one, and so does each reader that stands in it. The ring lets go of an
/// old chunk when it will, and whoever drops the last pin gives the memory back. So no byte is ever overwritten under a
/// reader, nothing is copied to protect it, and the price is one atomic step when a reader enters a chunk and one when it
/// leaves, not one per packet. A reader stuck in a blocked write keeps exactly one chunk from being used again while the
/// ring goes on with another; a reader that is forgotten takes its chunk with it to the collector.
/// </para>
/// </summary>
internal sealed class Chunk(int packets)
{
    private int _pins;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(packets * Mpegts.TsPacket.Size, pinned: true);

    /// <summary>Its place in the relay's run of chunks. Fixed while anyone holds a pin.</summary>
    public long Number { get; private set; }

    /// <summary>When its first packet came.</summary>
    public long Since { get; private set; }

    public void Begin(long number, long since)
    {
        (Number, Since) = (number, since);
        Volatile.Write(ref _pins, 1);
    }

    /// <summary>False where the chunk has been given back, or already serves as another one.</summary>
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
