using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// The live fan-out of one stream: one thread writes what the source sends, any number of readers follow at their own pace.
/// <see cref="Write"/>, <see cref="Restarted"/>, <see cref="Idle"/> and <see cref="End"/> belong to the producer's thread;
/// everything else may be called from any.
/// </summary>
public sealed class LiveRelay : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly long _span;
    private readonly PacketFramer _framer = new();
    private readonly Ring _ring;
    private readonly JoinIndex _joins;
    private readonly Intake _intake;
    private readonly HealthMeter _meter;
    private readonly Preamble _tables = new();
    private readonly Lock _readersLock = new();
    private (Bell Bell, int Cursors)[] _bells = [];
    private RelayHealth _health;
    private long _lastCame;

    public LiveRelay(ChunkPool pool, RingLimits limits, TimeProvider clock)
    {
        (_clock, _start) = (clock, clock.GetTimestamp());
        _span = (long)(limits.Span.TotalSeconds * MediaClock.Hertz);
        _ring = new(pool, limits, _span);
        _joins = new(limits.Groups);
        var figures = new StreamFigures();
        _intake = new(_ring, new StreamMap(), _joins, figures);
        _meter = new(_framer, _ring, _intake.Map, figures);
        _health = new(clock.GetUtcNow());
    }

    /// <summary>At most a second old while the producer runs.</summary>
    public RelayHealth Health => Volatile.Read(ref _health);

    /// <summary>Packets shown to readers so far.</summary>
    public long Published => _ring.Published;

    /// <summary>What the stream was made of lately, and last is made of.</summary>
    public IReadOnlyList<StreamLayout> Layouts => _intake.Layouts;

    public StreamLayout Layout => _intake.Layouts[^1];

    /// <summary>The packet where a reader would come in with a picture; null while there is none.</summary>
    public long? JoinPoint => _joins.NewestAt;

    /// <summary>How long ago the last packet came: what a stall is judged by.</summary>
    public TimeSpan Silence => MediaClock.ToTime(Now() - Volatile.Read(ref _lastCame));

    /// <summary>Takes what the source sent, in pieces of any length.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_ring.IsEnded, this);
        var now = Now();
        _intake.Map.Now = now;
        var first = _ring.First;
        var next = _ring.Next;
        Keep(first);
        while (_framer.Next(ref bytes, out var packet))
        {
            var sequence = _ring.Next;
            _intake.Take(_ring.Append(packet, now), sequence, now);
            if (_ring.First != first)
                Keep(first = _ring.First);
        }
        if (_ring.Next != next)
            Volatile.Write(ref _lastCame, now);
        Publish(now);
    }

    /// <summary>The source was started or connected anew. Its clock may go on or not: that is seen.</summary>
    public void Restarted()
    {
        _framer.Restart();
        _intake.Restart();
        _meter.Restarts++;
        Publish(Now());
    }

    /// <summary>Nothing came for a while: shows what was held back, and keeps the figures true.</summary>
    public void Idle()
    {
        var now = Now();
        _intake.Map.Now = now;
        Publish(now);
    }

    /// <summary>Nothing more will come. Readers may finish what is here.</summary>
    public void End()
    {
        _intake.Release();
        Publish(Now());
        _ring.End();
        RingAll();
    }

    /// <summary>A new reader, at the newest key frame, to be woken by that bell.</summary>
    public RelayCursor Open(Bell bell)
    {
        lock (_readersLock)
        {
            var at = Array.FindIndex(_bells, b => b.Bell == bell);
            if (at < 0)
                _bells = [.. _bells, (bell, 1)];
            else
                _bells = [.. _bells[..at], (bell, _bells[at].Cursors + 1), .. _bells[(at + 1)..]];
        }
        // The bell is hung before the reader looks, in the producer's eyes too: else a ring could fall between.
        Interlocked.MemoryBarrier();
        return new RelayCursor(this, _ring, bell);
    }

    /// <summary>Gives the memory back. Readers keep what they stand in and then find the end.</summary>
    public void Dispose()
    {
        if (!_ring.IsEnded)
            End();
        _ring.Close();
        RingAll();
    }

    internal JoinedAt Choose(Preamble tables, bool live, out long sequence) =>
        _joins.Choose(_ring, live || Silence > MediaClock.ToTime(_span), tables, out sequence);

    internal void Release(Bell bell)
    {
        lock (_readersLock)
        {
            var at = Array.FindIndex(_bells, b => b.Bell == bell);
            if (at >= 0 && _bells[at].Cursors > 1)
                _bells = [.. _bells[..at], (bell, _bells[at].Cursors - 1), .. _bells[(at + 1)..]];
            else if (at >= 0)
                _bells = [.. _bells[..at], .. _bells[(at + 1)..]];
        }
    }

    private void Keep(long first)
    {
        _joins.Trim(first);
        _ring.KeepFrom = _joins.KeepFrom;
    }

    private void Publish(long now)
    {
        var shown = _intake.Shown(now);
        if (shown != _ring.Published)
        {
            if (_intake.AnyTables)
            {
                _intake.Map.SayTables(_tables);
                _joins.Publish(_ring, shown, _tables);
                _intake.AnyTables = false;
            }
            else
            {
                _ring.Publish(shown);
            }
            RingAll();
        }
        if (_meter.IsDue(now))
            Volatile.Write(ref _health, _meter.Look(now, _clock.GetUtcNow(), _joins.At, _joins.IsOutrun));
    }

    private void RingAll()
    {
        // One barrier for all bells, between what was published and their reading.
        Interlocked.MemoryBarrier();
        foreach (var (bell, _) in Volatile.Read(ref _bells))
            bell.RingAfterBarrier();
    }

    /// <summary>Ticks of 90 kHz since the relay began.</summary>
    private long Now()
    {
        var passed = _clock.GetTimestamp() - _start;
        var (seconds, rest) = Math.DivRem(passed, _clock.TimestampFrequency);
        return (seconds * MediaClock.Hertz) + (rest * MediaClock.Hertz / _clock.TimestampFrequency);
    }
}
