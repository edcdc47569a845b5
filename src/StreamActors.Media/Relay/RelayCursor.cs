using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// One reader's place in a relay. It sees the ring's own memory: what <see cref="Peek"/> gives stays valid until the next
/// call on this cursor. Used by one thread at a time.
/// </summary>
public sealed class RelayCursor : IDisposable
{
    private readonly LiveRelay _relay;
    private readonly Ring _ring;
    private readonly Preamble _tables = new();
    private Chunk? _chunk;
    private long _next;
    private int _tablesSent;
    private bool _left;

    internal RelayCursor(LiveRelay relay, Ring ring, Bell bell)
    {
        (_relay, _ring, Bell) = (relay, ring, bell);
        _next = Join();
    }

    public Bell Bell { get; }

    /// <summary>Where it came in, or came in again after its last jump.</summary>
    public JoinedAt Joined { get; private set; }

    /// <summary>Packets it never saw because it was a ring behind.</summary>
    public long Lost { get; private set; }

    /// <summary>How often it was a ring behind.</summary>
    public long Jumps { get; private set; }

    /// <summary>Packets of the stream it has passed on; tables put before a joining point not counted.</summary>
    public long Passed { get; private set; }

    /// <summary>The packet of the stream it reads next, once the tables of its joining point are out.</summary>
    public long Next => _next;

    /// <summary>Packets between it and the live edge.</summary>
    public long Behind => Math.Max(0, _ring.Published - _next);

    /// <summary>The relay is over and everything of it has been read.</summary>
    public bool Ended => _left || (_ring.IsEnded && _next >= _ring.Published) || (_ring.IsClosed && _chunk is null);

    /// <summary>
    /// The next whole packets, as many as lie together and at most <paramref name="packets"/>; empty where there is nothing
    /// yet. A jump, where one is due, happens here.
    /// </summary>
    public ReadOnlySpan<byte> Peek(int packets = int.MaxValue)
    {
        if (_left)
            return default;
        if (_tablesSent < _tables.Length)
            return _tables.Bytes.Slice(_tablesSent, Math.Min((_tables.Length - _tablesSent) / TsPacket.Size, packets) * TsPacket.Size);
        var published = _ring.Published;
        if (_next >= published)
            return default;
        if (_chunk is null && (_chunk = _ring.Pin(_next / _ring.PacketsPerChunk)) is null)
            return _ring.IsClosed ? default : Jump(packets);
        var at = (int)(_next % _ring.PacketsPerChunk);
        var count = (int)Math.Min(Math.Min(published - _next, _ring.PacketsPerChunk - at), packets);
        return _chunk.Bytes.AsSpan(at * TsPacket.Size, count * TsPacket.Size);
    }

    /// <summary>The first <paramref name="packets"/> of what was seen are done with.</summary>
    public void Advance(int packets)
    {
        if (_tablesSent < _tables.Length)
        {
            _tablesSent += packets * TsPacket.Size;
            return;
        }
        _next += packets;
        Passed += packets;
        // Left at its end, not at the next read: a reader that waits for more holds nothing that is over.
        if (_next % _ring.PacketsPerChunk == 0)
            Leave();
    }

    /// <summary>Waits on this cursor's bell; for a reader that has no other cursor on it.</summary>
    public bool Wait(TimeSpan timeout)
    {
        while (Peek(1).IsEmpty && !Ended)
        {
            if (!Bell.Wait(timeout))
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
        _relay.Release(Bell);
    }

    private ReadOnlySpan<byte> Jump(int packets)
    {
        var from = _next;
        _next = Join();
        // What was passed before the jump lies behind the newest key frame, or the ring would still hold it.
        Lost += Math.Max(0, _next - from);
        Jumps++;
        return Peek(packets);
    }

    private long Join()
    {
        _tablesSent = 0;
        Joined = _relay.Choose(_tables, live: false, out var sequence);
        if (sequence < _ring.Published && (_chunk = _ring.Pin(sequence / _ring.PacketsPerChunk)) is null)
        {
            // The ring is giving up that very chunk: the point was the only one, and there is none now.
            Joined = _relay.Choose(_tables, live: true, out sequence);
        }
        return sequence;
    }

    private void Leave()
    {
        if (_chunk is { } chunk)
            _ring.Unpin(chunk);
        _chunk = null;
    }
}
