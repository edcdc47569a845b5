using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>One entity awake, as its effects see it, with its reminders. What is said after it is over is not heard.</summary>
internal sealed class Life(IActorRef entity, TimeProvider clock) : ISelf
{
    private readonly Dictionary<string, Reminder> _reminders = new(StringComparer.Ordinal);
    private readonly long _since = clock.GetTimestamp();

    public IEffects Effects { get; set; } = NoEffects.Instance;

    public bool MaySleep => _reminders.Count == 0 && !Effects.AtWork;

    public TimeSpan Age => clock.GetElapsedTime(_since);

    public void Tell(Command command) => entity.Tell(new OwnWord(this, command), ActorRefs.NoSender);

    public void Perform(IReadOnlyList<Due> due)
    {
        for (var i = 0; i < due.Count; i++)
            Perform(due[i]);
    }

    private void Perform(Due due)
    {
        switch (due.Effect)
        {
            case RemindMe remindMe:
                Forget(remindMe.Name);
                _reminders.Add(remindMe.Name, new Reminder(this, remindMe));
                break;
            case ForgetReminder forget:
                Forget(forget.Name);
                break;
            default:
                Effects.Perform(due.Effect, due.Version);
                break;
        }
    }

    /// <summary>False for one that was forgotten or replaced while it lay in the mailbox.</summary>
    public bool Take(Reminder reminder)
    {
        if (!_reminders.TryGetValue(reminder.Name, out var current) || !ReferenceEquals(current, reminder))
            return false;
        Forget(reminder.Name);
        return true;
    }

    public void ForgetAll()
    {
        foreach (var reminder in _reminders.Values)
            reminder.Dispose();
        _reminders.Clear();
    }

    private void Forget(string name)
    {
        if (_reminders.Remove(name, out var reminder))
            reminder.Dispose();
    }

    internal sealed class Reminder : IDisposable
    {
        // The time is one of the wall clock, which can be set; a timer's clock cannot. So a long wait is looked at again.
        private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

        private readonly Life _life;
        private readonly RemindMe _remindMe;
        private readonly ITimer _timer;

        public Reminder(Life life, RemindMe remindMe)
        {
            (_life, _remindMe) = (life, remindMe);
            _timer = life.Clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Await();
        }

        public string Name => _remindMe.Name;

        public void Dispose() => _timer.Dispose();

        private void Await()
        {
            var wait = _remindMe.At - _life.Clock.GetUtcNow();
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Step ? wait : Step, Timeout.InfiniteTimeSpan);
        }

        private void Look()
        {
            if (_remindMe.At > _life.Clock.GetUtcNow())
                Await();
            else
                _life.Entity.Tell(new OwnWord(_life, _remindMe.Command, this), ActorRefs.NoSender);
        }
    }

    private TimeProvider Clock => clock;

    private IActorRef Entity => entity;
}

/// <summary>What an entity hears from its own effects and reminders: never refused, and void once its life is over.</summary>
internal sealed record OwnWord(Life Life, Command Command, Life.Reminder? Reminder = null);
