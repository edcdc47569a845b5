using System.Numerics;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// The live fan-out of one stream: one thread writes what the source sends, any number of readers follow at their own pace.
/// <see cref="Write"/>, <see cref="Restarted"/>, <see cref="Idle"/> and <see cref="End"/> are for the producer's thread;
/// everything else may be called from any.
/// </summary>
public sealed class LiveRelay : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly long _ticks; // of 90 kHz, in _per of the clock
    private readonly long _per;
    private readonly long _span;
    private readonly PacketFramer _framer = new();
    private readonly Ring _ring;
    private readonly JoinIndex _joins;
    private readonly Intake _intake;
    private readonly HealthMeter _meter;
    private readonly Preamble _tables = new();
    private readonly Lock _readersLock = new();
    private (ReaderSignal Bell, int Cursors)[] _bells = [];
    private RelayHealth _health;
    private long _lastCame;

    public LiveRelay(ChunkPool pool, RingLimits limits, TimeProvider clock)
    {
        (_clock, _start) = (clock, clock.GetTimestamp());
        var common = (long)BigInteger.GreatestCommonDivisor(MediaClock.Hertz, clock.TimestampFrequency);
        (_ticks, _per) = (MediaClock.Hertz / common, clock.TimestampFrequency / common);
        _span = (long)(limits.Span.TotalSeconds * MediaClock.Hertz);
        _ring = new(pool, limits, _span);
        _joins = new(limits.Groups);
        var figures = new StreamFigures();
        _intake = new(_ring, new PidMap(), _joins, figures);
        _meter = new(_framer, _ring, _intake.Map, figures);
        _health = new(clock.GetUtcNow());
    }

    /// <summary>At most one second old while the producer runs.</summary>
    public RelayHealth Health => Volatile.Read(ref _health);

    public bool IsEnded => _ring.IsEnded;

    /// <summary>Packets published to readers so far.</summary>
    public long Published => _ring.Published;

    /// <summary>The recent layouts of the stream; the last one is current.</summary>
    public IReadOnlyList<StreamLayout> Layouts => _intake.Layouts;

    public StreamLayout Layout => _intake.Layouts[^1];

    /// <summary>The packet at which a reader would join with a picture; null when there is none.</summary>
    public long? JoinPoint => _joins.NewestAt;

    /// <summary>Time since the last packet, for stall detection.</summary>
    public TimeSpan Silence => MediaClock.ToTime(Now() - Volatile.Read(ref _lastCame));

    /// <summary>Takes data from the source, in pieces of any length.</summary>
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

    /// <summary>The source has restarted or reconnected. Whether its clock continues is detected.</summary>
    public void Restarted()
    {
        _framer.Restart();
        _intake.Restart();
        _meter.Restarts++;
        Publish(Now());
    }

    /// <summary>Nothing arrived for a while: publishes what was held back and updates the health.</summary>
    public void Idle()
    {
        var now = Now();
        _intake.Map.Now = now;
        Publish(now);
    }

    /// <summary>The stream has ended. Readers may still read what is left.</summary>
    public void End()
    {
        _intake.Release();
        Publish(Now());
        _ring.End();
        RingAll();
    }

    /// <summary>Opens a reader at the newest key frame; <paramref name="readerSignal"/> wakes it.</summary>
    public RelayCursor Open(ReaderSignal readerSignal)
    {
        lock (_readersLock)
        {
            var at = Array.FindIndex(_bells, b => b.Bell == readerSignal);
            if (at < 0)
                _bells = [.. _bells, (readerSignal, 1)];
            else
                _bells = [.. _bells[..at], (readerSignal, _bells[at].Cursors + 1), .. _bells[(at + 1)..]];
        }
        // The producer must see the signal before the reader's first read: else one could get lost.
        Interlocked.MemoryBarrier();
        return new RelayCursor(this, _ring, readerSignal);
    }

    /// <summary>Releases the memory. Readers keep their present chunk and then reach the end.</summary>
    public void Dispose()
    {
        if (!_ring.IsEnded)
            End();
        _ring.Close();
        RingAll();
    }

    internal JoinedAt Choose(Preamble tables, bool live, out long sequence) =>
        _joins.Choose(_ring, live || Silence > MediaClock.ToTime(_span), tables, out sequence);

    internal void Release(ReaderSignal readerSignal)
    {
        lock (_readersLock)
        {
            var at = Array.FindIndex(_bells, b => b.Bell == readerSignal);
            if (at >= 0 && _bells[at].Cursors > 1)
                _bells = [.. _bells[..at], (readerSignal, _bells[at].Cursors - 1), .. _bells[(at + 1)..]];
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
            Volatile.Write(ref _health, _meter.Read(now, _clock.GetUtcNow(), _joins.At, _joins.IsOutrun));
    }

    private void RingAll()
    {
        // One barrier for all signals, between publishing and checking for sleepers.
        Interlocked.MemoryBarrier();
        foreach (var (readerSignal, _) in Volatile.Read(ref _bells))
            readerSignal.SignalAfterBarrier();
    }

    /// <summary>Ticks of 90 kHz since the start of the relay. Nanoseconds times nine last for 32 years.</summary>
    private long Now() => (_clock.GetTimestamp() - _start) * _ticks / _per;
}
