using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>What an awake entity is to be reminded of, and when.</summary>
internal sealed class Reminder : IDisposable
{
    // The time is one of the wall clock, which can be set; a timer's clock cannot. So a long wait is looked at again.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Life _life;
    private readonly IActorRef _entity;
    private readonly RemindMe _remindMe;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public Reminder(Life life, IActorRef entity, RemindMe remindMe, TimeProvider clock)
    {
        (_life, _entity, _remindMe, _clock) = (life, entity, remindMe, clock);
        _timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Await();
    }

    public string Name => _remindMe.Name;

    public void Dispose() => _timer.Dispose();

    private void Await()
    {
        var wait = _remindMe.At - _clock.GetUtcNow();
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Step ? wait : Step, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        if (_remindMe.At > _clock.GetUtcNow())
            Await();
        else
            _entity.Tell(new OwnWord(_life, _remindMe.Command, this), ActorRefs.NoSender);
    }
}
