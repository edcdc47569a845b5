using System.Runtime.CompilerServices;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// One reader's position in a relay. It reads the ring's memory directly: the result of <see cref="Peek"/> is valid until the next
/// call on this cursor. One thread at a time.
/// </summary>
public sealed class RelayCursor : IDisposable
{
    private readonly LiveRelay _relay;
    private readonly Ring _ring;
    private readonly Preamble _tables = new();
    private Chunk? _chunk;
    private long _chunkAt; // its first packet
    private long _next;
    private int _tablesSent;
    private bool _left;

    internal RelayCursor(LiveRelay relay, Ring ring, ReaderSignal readerSignal)
    {
        (_relay, _ring, Signal) = (relay, ring, readerSignal);
        _next = Join();
    }

    public ReaderSignal Signal { get; }

    /// <summary>Where it joined, or rejoined after its last jump.</summary>
    public JoinedAt Joined { get; private set; }

    /// <summary>Packets skipped because it fell behind the ring.</summary>
    public long Lost { get; private set; }

    /// <summary>How often it fell behind the ring.</summary>
    public long Jumps { get; private set; }

    /// <summary>Packets of the stream read so far, without the tables inserted at a join point.</summary>
    public long Passed { get; private set; }

    /// <summary>The next packet of the stream, after the tables of its join point.</summary>
    public long Next => _next;

    /// <summary>Packets between it and the live edge.</summary>
    public long Behind => Math.Max(0, _ring.Published - _next);

    /// <summary>The relay has ended and everything has been read.</summary>
    public bool Ended => _left || (_ring.IsEnded && _next >= _ring.Published) || (_ring.IsClosed && _chunk is null);

    /// <summary>
    /// The next whole packets, as many as are contiguous and at most <paramref name="packets"/>; empty when there are none yet. Jumps
    /// if the reader has fallen behind the ring.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Peek(int packets = int.MaxValue)
    {
        if (_chunk is not { } chunk || _tablesSent < _tables.Length)
            return Begin(packets);
        var at = (int)(_next - _chunkAt);
        var count = (int)Math.Min(Math.Min(_ring.Published - _next, _ring.PacketsPerChunk - at), packets);
        return chunk.Bytes.AsSpan(at * TsPacket.Size, count * TsPacket.Size);
    }

    /// <summary>Consumes the first <paramref name="packets"/> of what Peek returned.</summary>
    public void Advance(int packets)
    {
        if (_tablesSent < _tables.Length)
        {
            _tablesSent += packets * TsPacket.Size;
            return;
        }
        _next += packets;
        Passed += packets;
        // Released now and not at the next read: a waiting reader must not hold a chunk it has finished.
        if (_next - _chunkAt == _ring.PacketsPerChunk)
            Leave();
    }

    /// <summary>Waits on this cursor's signal; for a reader without other cursors on it.</summary>
    public bool Wait(TimeSpan timeout)
    {
        while (Peek(1).IsEmpty && !Ended)
        {
            if (!Signal.Wait(timeout))
                return false;
        }
        return !Ended;
    }

    public void Dispose()
    {
        if (_left)
            return;
        Leave();
        _left = true;
        _relay.Release(Signal);
    }

    /// <summary>At the start of a chunk, or before the tables of the join point are sent.</summary>
    private ReadOnlySpan<byte> Begin(int packets)
    {
        if (_left)
            return default;
        if (_tablesSent < _tables.Length)
            return _tables.Bytes.Slice(_tablesSent, Math.Min((_tables.Length - _tablesSent) / TsPacket.Size, packets) * TsPacket.Size);
        if (_next >= _ring.Published)
            return default;
        return Pin(_next) ? Peek(packets) : _ring.IsClosed ? default : Jump(packets);
    }

    private ReadOnlySpan<byte> Jump(int packets)
    {
        var from = _next;
        _next = Join();
        // What was read before the jump is after the newest key frame, or the ring would still hold it.
        Lost += Math.Max(0, _next - from);
        Jumps++;
        return Peek(packets);
    }

    private long Join()
    {
        _tablesSent = 0;
        Joined = _relay.Choose(_tables, live: false, out var sequence);
        if (sequence < _ring.Published && !Pin(sequence))
        {
            // The ring is just dropping that chunk: it held the only join point, and now there is none.
            Joined = _relay.Choose(_tables, live: true, out sequence);
        }
        return sequence;
    }

    /// <summary>Divides once per chunk, not per read.</summary>
    private bool Pin(long sequence)
    {
        var number = sequence / _ring.PacketsPerChunk;
        (_chunk, _chunkAt) = (_ring.Pin(number), number * _ring.PacketsPerChunk);
        return _chunk is not null;
    }

    private void Leave()
    {
        if (_chunk is { } chunk)
            _ring.Unpin(chunk);
        _chunk = null;
    }
}
