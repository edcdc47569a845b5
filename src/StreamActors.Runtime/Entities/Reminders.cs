using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>The reminders of an awake entity, by name. On the entity's clock: Akka's timers follow the actor system's scheduler.</summary>
internal sealed class Reminders(TimeProvider clock, IActorRef self)
{
    private Dictionary<string, Reminder>? _byName;

    public bool Any => _byName is { Count: > 0 };

    public int Count => _byName?.Count ?? 0;

    public void Set(RemindMe remindMe)
    {
        Forget(remindMe.Name);
        (_byName ??= new(StringComparer.Ordinal)).Add(remindMe.Name, new Reminder(remindMe, clock, self));
    }

    public void Forget(string name)
    {
        if (_byName is not null && _byName.Remove(name, out var reminder))
            reminder.Dispose();
    }

    /// <summary>False if it was cancelled or replaced while in the mailbox.</summary>
    public bool Take(Reminder reminder)
    {
        if (_byName is null || !_byName.TryGetValue(reminder.Name, out var current) || !ReferenceEquals(current, reminder))
            return false;
        Forget(reminder.Name);
        return true;
    }

    public void ForgetAll()
    {
        if (_byName is null)
            return;
        foreach (var reminder in _byName.Values)
            reminder.Dispose();
        _byName = null;
    }
}

internal sealed class Reminder : IDisposable
{
    // Reminders use the wall clock, which may be set, but timers do not: long waits are rechecked.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly RemindMe _remindMe;
    private readonly TimeProvider _clock;
    private readonly IActorRef _self;
    private readonly long _atLatest;
    private readonly ITimer _timer;

    public Reminder(RemindMe remindMe, TimeProvider clock, IActorRef self)
    {
        (_remindMe, _clock, _self) = (remindMe, clock, self);
        var wait = remindMe.At - clock.GetUtcNow();
        _atLatest = remindMe.AtMost is { } most ? clock.In(wait < most ? wait : most) : Request.Always;
        _timer = clock.CreateTimer(
            static reminder => ((Reminder)reminder!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Next(), Timeout.InfiniteTimeSpan);
    }

    public string Name => _remindMe.Name;

    public Command Command => _remindMe.Command;

    /// <summary>A delay in progress ignores changes of the wall clock.</summary>
    private TimeSpan Left => _remindMe.AtMost is null ? _remindMe.At - _clock.GetUtcNow() : _clock.Left(_atLatest);

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        if (Left > TimeSpan.Zero)
            _timer.Change(Next(), Timeout.InfiniteTimeSpan);
        else
            _self.Tell(new Reminded(this), ActorRefs.NoSender);
    }

    private TimeSpan Next() => (Left is var left && left < Step ? left : Step).WholeMilliseconds();
}
