namespace StreamActors.Testing;

/// <summary>A clock that moves only when a test moves it.</summary>
public sealed class StandingClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];
    private DateTimeOffset _now = start;
    private TimeSpan _set; // by how much the wall clock was set

    public StandingClock()
        : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now + _set;
    }

    /// <summary>Sets the wall clock; timers and elapsed times are not affected.</summary>
    public void Set(TimeSpan by)
    {
        lock (_lock)
            _set += by;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
            return _now.UtcTicks;
    }

    /// <summary>Ends when that many timers are set: the code under test is waiting.</summary>
    public Task Waiting(int count)
    {
        lock (_lock)
        {
            if (_alarms.Count(a => a.Due is not null) >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((count, reached));
            return reached.Task;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<Alarm> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _alarms.Where(a => a.Due <= _now)];
            foreach (var alarm in due)
                alarm.Due = alarm.Period is { } period ? _now + period : null;
        }
        due.ForEach(a => a.Ring());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        lock (_lock)
            _alarms.Add(alarm);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm(StandingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan? Period { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                Period = period == Timeout.InfiniteTimeSpan ? null : period;
                var set = clock._alarms.Count(a => a.Due is not null);
                foreach (var (_, reached) in clock._watchers.Where(w => w.Count <= set))
                    reached.TrySetResult();
                clock._watchers.RemoveAll(w => w.Count <= set);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
