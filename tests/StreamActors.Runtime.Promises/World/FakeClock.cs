namespace StreamActors.Runtime.Promises;

/// <summary>A clock that a test advances. Timers fire in order, each at its own time.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _set; // by how much the wall clock was set

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now + _set;
        }
    }

    public override long GetTimestamp() => Ticking.UtcTicks;

    /// <summary>Sets the wall clock; timers and elapsed times are not affected.</summary>
    public void Set(TimeSpan by)
    {
        lock (_gate)
        {
            _set += by;
        }
    }

    private DateTimeOffset Ticking
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = Ticking + by;
        while (Next(until) is { } timer)
            timer.Come();
        lock (_gate)
        {
            _now = until > _now ? until : _now;
        }
    }

    /// <summary>To the next timer, but not beyond this.</summary>
    public void AdvanceToNext(TimeSpan atMost)
    {
        var until = Ticking + atMost;
        if (Next(until) is { } timer)
            timer.Come();
        else
            Advance(until - Ticking);
    }

    private Timer? Next(DateTimeOffset until)
    {
        lock (_gate)
        {
            var timer = _timers.MinBy(t => t.Due);
            if (timer is null || timer.Due > until)
                return null;
            _now = timer.Due > _now ? timer.Due : _now;
            if (timer.Period > TimeSpan.Zero)
                timer.Due += timer.Period;
            else
                _timers.Remove(timer);
            return timer;
        }
    }

    private sealed class Timer(FakeClock clock, Action come) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Come() => come();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                Due = clock._now + dueTime;
                if (dueTime >= TimeSpan.Zero)
                    clock._timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
