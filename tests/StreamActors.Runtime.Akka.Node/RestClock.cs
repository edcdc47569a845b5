using System.Threading.Channels;

namespace StreamActors.Runtime.Akka.Tests;

/// <summary>
/// A clock that stands still, and knows when an entity has begun to rest: a rest is the one thing that is timed right
/// after a chance was drawn, on the same thread.
/// </summary>
public sealed class RestClock : TimeProvider
{
    [ThreadStatic]
    private static bool _drawn;

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly Channel<DateTimeOffset> _rests = Channel.CreateUnbounded<DateTimeOffset>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public double Draw(double chance)
    {
        _drawn = true;
        return chance;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        if (_drawn)
            _rests.Writer.TryWrite(GetUtcNow() + dueTime);
        _drawn = false;
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>When the next rest that has begun or will begin is over.</summary>
    public Task<DateTimeOffset> NextRest(bool forEver = false) => forEver ? _rests.Reader.ReadAsync().AsTask() : _rests.Reader.ReadAsync().Soon();
}
