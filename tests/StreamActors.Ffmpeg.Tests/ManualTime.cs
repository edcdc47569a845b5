namespace StreamActors.Ffmpeg.Tests;

/// <summary>A clock that moves when a test moves it. Timers fire on the thread that does so.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private readonly SemaphoreSlim _changed = new(0);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state), period);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Waits until a timer for exactly this time is set, so that moving the clock fires it.</summary>
    public async Task SomeoneWaits(TimeSpan wait)
    {
        while (true)
        {
            lock (_gate)
                if (_alarms.Any(alarm => alarm.Due == _now + wait && alarm.Period <= TimeSpan.Zero))
                    return;
            await _changed.WaitAsync(TimeSpan.FromSeconds(60))
                .ContinueWith(got => got.Result ? true : throw new TimeoutException($"Nobody waits for {wait}."), TaskScheduler.Default);
        }
    }

    public void Move(TimeSpan by)
    {
        lock (_gate)
            _now += by;
        while (Next() is { } alarm)
            alarm.Fire();
    }

    private Alarm? Next()
    {
        lock (_gate)
            return _alarms.Where(alarm => alarm.Due <= _now).MinBy(alarm => alarm.Due);
    }

    private sealed class Alarm(ManualTime time, Action ring, TimeSpan period) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public TimeSpan Period { get; private set; } = period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._alarms.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._alarms.Add(this);
                }
            }
            time._changed.Release();
            return true;
        }

        public void Fire()
        {
            lock (time._gate)
            {
                if (!time._alarms.Remove(this))
                    return;
                if (Period > TimeSpan.Zero)
                {
                    Due += Period;
                    time._alarms.Add(this);
                }
            }
            ring();
        }

        public void Dispose()
        {
            lock (time._gate)
                time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
