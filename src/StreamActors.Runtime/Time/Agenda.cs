namespace StreamActors.Runtime;

/// <summary>Something that is to happen at its time, unless it is called off before.</summary>
internal abstract class Appointment
{
    public bool IsCalledOff { get; set; }

    public bool IsKept { get; set; }

    public abstract void Come();
}

/// <summary>
/// All appointments of the node behind one timer: reminders, rests after a crash, looks at who is idle. Kept on the
/// monotonic clock, which nobody sets back.
/// </summary>
internal sealed class Agenda : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1); // timers have an upper bound; a longer wait goes in steps

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Appointment, long> _next = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private int _calledOff;

    public Agenda(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _next.Count;
            }
        }
    }

    public void Add(Appointment appointment, TimeSpan after)
    {
        var at = _clock.GetTimestamp() + (long)(Math.Max(0, after.TotalSeconds) * _clock.TimestampFrequency);
        lock (_gate)
        {
            if (appointment.IsCalledOff)
                return;
            appointment.IsKept = true;
            _next.Enqueue(appointment, at);
            if (at < _armedFor)
                Arm(at);
        }
    }

    public void CallOff(Appointment appointment)
    {
        lock (_gate)
        {
            if (appointment.IsCalledOff)
                return;
            appointment.IsCalledOff = true;
            if (appointment.IsKept && ++_calledOff > 64 && _calledOff > _next.Count / 2)
                Forget();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        List<Appointment> due = [];
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            while (_next.TryPeek(out var appointment, out var at) && (at <= now || appointment.IsCalledOff))
            {
                _next.Dequeue();
                appointment.IsKept = false;
                if (appointment.IsCalledOff)
                    _calledOff--;
                else
                    due.Add(appointment);
            }
            _armedFor = long.MaxValue;
            if (_next.TryPeek(out _, out var next))
                Arm(next);
        }
        foreach (var appointment in due)
            appointment.Come();
    }

    private void Arm(long at)
    {
        _armedFor = at;
        var wait = TimeSpan.FromSeconds(Math.Max(0, at - _clock.GetTimestamp()) / (double)_clock.TimestampFrequency);
        // A timer counts whole milliseconds: rounding up spares a look that comes a moment too early.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Reminders that are moved again and again must not fill the memory until their first time has come.</summary>
    private void Forget()
    {
        var kept = _next.UnorderedItems.Where(i => !i.Element.IsCalledOff).ToList();
        _next.Clear();
        foreach (var (appointment, at) in kept)
            _next.Enqueue(appointment, at);
        _calledOff = 0;
    }
}
