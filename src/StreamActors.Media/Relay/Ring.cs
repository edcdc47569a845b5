using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// The newest packets of a stream, numbered from 0. One thread appends; any thread may read what is published. Packet
/// <c>n</c> is in chunk <c>n / Packets</c>, and chunk <c>c</c> in slot <c>c % slots</c>, so there is no index.
/// </summary>
internal sealed class Ring(ChunkPool pool, RingLimits limits, long spanTicks)
{
    private const int FewestChunks = 4;

    private readonly Chunk?[] _slots =
        new Chunk?[Math.Max(FewestChunks, (int)Math.Min(limits.CapBytes / pool.ChunkBytes, int.MaxValue / 2))];
    private readonly int _packets = pool.Packets;
    private Chunk? _head;
    private int _filled = pool.Packets;
    private long _tail;
    private Apart _published;
    private volatile bool _ended;
    private volatile bool _closed;

    /// <summary>The number of the next packet.</summary>
    public long Next { get; private set; }

    /// <summary>The oldest packet still held. For the producer.</summary>
    public long First => _tail * _packets;

    public long Published => Volatile.Read(ref _published.Value);

    /// <summary>Packets from here on are kept as long as they fit under the cap.</summary>
    public long KeepFrom { get; set; } = long.MaxValue;

    /// <summary>How many unpublished packets may be held without the cap dropping them.</summary>
    public int MostHeld => (_slots.Length - 2) * _packets;

    public long HeldBytes => (Next - First) * TsPacket.Size;

    /// <summary>The stream has ended; what is left may still be read.</summary>
    public bool IsEnded => _ended;

    /// <summary>Only readers inside a chunk have something left to read.</summary>
    public bool IsClosed => _closed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Append(ReadOnlySpan<byte> packet, long now)
    {
        if (_filled == _packets)
            Roll(now);
        var place = _head!.Bytes.AsSpan(_filled * TsPacket.Size, TsPacket.Size);
        packet.CopyTo(place);
        _filled++;
        Next++;
        return place;
    }

    /// <summary>A packet still held. For the producer.</summary>
    public Span<byte> At(long sequence) =>
        _slots[sequence / _packets % _slots.Length]!.Bytes.AsSpan((int)(sequence % _packets) * TsPacket.Size, TsPacket.Size);

    public void Publish(long upTo) => Volatile.Write(ref _published.Value, upTo);

    /// <summary>For readers: the chunk, held until <see cref="Unpin"/>; null when the ring has dropped it.</summary>
    public Chunk? Pin(long number) =>
        Volatile.Read(ref _slots[number % _slots.Length]) is { } chunk && chunk.TryPin(number, pool) ? chunk : null;

    public void Unpin(Chunk chunk) => chunk.Unpin(pool);

    public int PacketsPerChunk => _packets;

    public void End() => _ended = true;

    public void Close()
    {
        if (_closed)
            return;
        (_ended, _closed) = (true, true);
        for (var chunk = _tail; chunk * _packets < Next; chunk++)
            GiveUp(chunk);
        _tail = (Next + _packets - 1) / _packets;
    }

    private void Roll(long now)
    {
        var number = Next / _packets;
        while (_tail < number && (number - _tail >= _slots.Length || IsOver(_tail, now)))
            GiveUp(_tail++);
        _head = pool.Rent();
        _head.Begin(number, now);
        _filled = 0;
        Volatile.Write(ref _slots[number % _slots.Length], _head);
    }

    /// <summary>A chunk is as old as its last packet, that is, as the first packet of the next.</summary>
    private bool IsOver(long number, long now) =>
        (number + 1) * _packets <= KeepFrom && _slots[(number + 1) % _slots.Length] is { } next && next.Number == number + 1
        && now - next.Since > spanTicks;

    private void GiveUp(long number)
    {
        var slot = number % _slots.Length;
        var chunk = _slots[slot]!;
        Volatile.Write(ref _slots[slot], null);
        chunk.Unpin(pool);
    }

    /// <summary>On its own cache line: readers poll it while the producer writes the fields around it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Apart
    {
        [FieldOffset(128)]
        public long Value;
    }
}
