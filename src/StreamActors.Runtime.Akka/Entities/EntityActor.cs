using Akka.Actor;
using Akka.Cluster.Sharding;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// An entity's place in its shard: its mail, its effects, and the phase it is in (Phase.cs). It outlives crashes, so that
/// mail queued behind one is kept. It is gone only when its effects are disposed: whoever starts it elsewhere waits for that.
/// </summary>
internal sealed class EntityActor : UntypedActor
{
    private readonly EntityKind _kind;
    private readonly EntityId _id;
    private readonly Surroundings _around;
    private readonly Mail _mail;
    private readonly IActorRef _self; // timers and effects speak from other threads, where Self is not to be had
    private Phase _phase;
    private IActorRef? _writer;
    private Life? _life;
    private Turn? _turn; // what the writer has in hand
    private Ending _ending;
    private bool _leaving;
    private bool _moving;
    private bool _fromSnapshot = true;
    private int _crashes;
    private long _lastUsed;
    private Ring? _ring;

    public EntityActor(EntityKind kind, string id, Surroundings around)
    {
        (_kind, _id, _around, _self) = (kind, new EntityId(kind.Name, id), around, Self);
        _mail = new Mail(kind, around);
        Wake();
    }

    public static Props Props(EntityKind kind, string id, Surroundings around) =>
        global::Akka.Actor.Props.Create(() => new EntityActor(kind, id, around));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Letter letter:
                _lastUsed = _around.Clock.GetTimestamp();
                if (letter is Question question)
                    _mail.Take(question, Sender, _moving);
                break;
            case IsAwake:
                Sender.Tell(new Awake(_phase == Phase.Awake));
                break;
            case OwnWord word when _phase == Phase.Awake && ReferenceEquals(word.Life, _life):
                _mail.Take(word);
                break;
            case Woken woken when _phase == Phase.Waking:
                Resume(woken.Due);
                break;
            case Weighed weighed when _phase == Phase.Awake:
                Finish(weighed);
                break;
            case Fallen fallen when _phase is Phase.Waking or Phase.Awake:
                Fall(fallen);
                break;
            case Terminated gone when gone.ActorRef.Equals(_writer):
                _writer = null;
                if (_phase is Phase.Waking or Phase.Awake)
                    Fall(new Fallen(new InvalidOperationException("Its writer has gone."), new Unknown($"{_id} was stopped: it may have been stored or not."), true));
                break;
            case Disposed disposed when ReferenceEquals(disposed.Life, _life):
                _life = null;
                break;
            case Ring ring when ReferenceEquals(ring, _ring):
                if (_phase == Phase.Resting)
                    Wake();
                else
                    LookIdle();
                break;
            case Sleep:
                _leaving = true;
                break;
            case Leave:
                _leaving = _moving = true;
                _mail.FailAll();
                break;
        }
        GoOn();
    }

    protected override void PostStop()
    {
        CallOff();
        _mail.FailAll();
        _turn?.Fail(Mail.Moved(_id));
        if (_life is { } life)
        {
            _around.Log.StoppedWithEffects(_id);
            _ = Dispose(life);
        }
    }

    private void GoOn()
    {
        if (_phase == Phase.Awake && _turn is null && !_moving && _mail.Next(_life!) is { } turn)
        {
            _turn = turn;
            _writer!.Tell(turn.ForWriter);
        }
        else if (_phase == Phase.Awake && _turn is null && _leaving)
        {
            // Something began to work after it asked for its sleep: it sleeps, and is woken at once.
            if (!_moving && !_life!.MaySleep)
                Context.Parent.Tell(new WakeUp(_id));
            End(Ending.Leave);
        }
        else if (_phase == Phase.Waking && _moving)
            End(Ending.Leave);
        else if (_phase == Phase.Resting && _moving)
            Context.Stop(_self);
        else if (_phase == Phase.Ending && _writer is null && _life is null)
            Ended();
    }

    private void Wake()
    {
        _phase = Phase.Waking;
        CallOff();
        var (kind, id, around, fromSnapshot) = (_kind, _id, _around, _fromSnapshot);
        _writer = Context.Watch(Context.ActorOf(global::Akka.Actor.Props.Create(() => new Writer(kind, id, around, fromSnapshot))));
    }

    private void Resume(IReadOnlyList<Due> due)
    {
        _phase = Phase.Awake;
        _fromSnapshot = true;
        _lastUsed = _around.Clock.GetTimestamp();
        LookIdleIn(_kind.PassivateAfter);
        _life = new Life(_self, _around.Clock);
        try
        {
            _life.Effects = _kind.Effects(_id, _life);
            _life.Perform(due);
        }
        catch (Exception e)
        {
            _mail.FailFirst(new Crashed(e.Message));
            Crash(e);
        }
    }

    private void Finish(Weighed weighed)
    {
        var turn = _turn;
        _turn = null;
        try
        {
            _life!.Perform(weighed.Due);
            turn?.Answer(weighed.Answer);
        }
        catch (Exception e)
        {
            turn?.Fail(weighed.Answer is Done { Events.Count: > 0 } ? new Unknown($"{_id} stored it and then threw: {e.Message}") : new Crashed(e.Message));
            Crash(e);
        }
    }

    private void Fall(Fallen fallen)
    {
        if (!fallen.Recalled && _fromSnapshot)
        {
            _fromSnapshot = false;
            _around.Log.OnceMoreWithoutSnapshot(fallen.Why, _id);
            End(Ending.TryAgain);
            return;
        }
        if (_turn is null)
            _mail.FailFirst(fallen.Reply);
        _turn?.Fail(fallen.Reply);
        _turn = null;
        Crash(fallen.Why);
    }

    private void Crash(Exception why)
    {
        _fromSnapshot = true;
        _crashes = _life is { } life && life.Age >= _kind.AfterCrash.Max ? 1 : _crashes + 1;
        _around.Figures.Crashed(_kind.Name);
        _around.Log.EntityCrashed(why, _id, _crashes);
        End(Ending.Rest);
    }

    private void End(Ending ending)
    {
        (_phase, _ending) = (Phase.Ending, ending);
        CallOff();
        _mail.ForgetOwn();
        if (_writer is { } writer)
            Context.Stop(writer);
        if (_life is { } life)
            _ = Dispose(life).PipeTo(_self);
    }

    private async Task<Disposed> Dispose(Life life)
    {
        try
        {
            life.ForgetAll();
            await life.Effects.DisposeAsync();
        }
        catch (Exception e)
        {
            _around.Log.EffectsNotDisposed(e, _id);
        }
        return new Disposed(life);
    }

    private void Ended()
    {
        if (_moving || (_ending == Ending.Leave && _mail.IsEmpty))
            Context.Stop(_self);
        else if (_ending == Ending.Rest)
        {
            _phase = Phase.Resting;
            Arrange(_kind.AfterCrash.Delay(_crashes, _around.Chance()));
        }
        else
            Wake();
    }

    private void LookIdle()
    {
        var idle = _around.Clock.GetElapsedTime(_lastUsed);
        if (idle >= _kind.PassivateAfter && _turn is null && _mail.IsEmpty && _life!.MaySleep)
            Context.Parent.Tell(new Passivate(Sleep.Instance));
        LookIdleIn(idle < _kind.PassivateAfter ? _kind.PassivateAfter - idle : _kind.PassivateAfter);
    }

    private void LookIdleIn(TimeSpan after)
    {
        if (after != Timeout.InfiniteTimeSpan)
            Arrange(after);
    }

    private void Arrange(TimeSpan after)
    {
        CallOff();
        _ring = new Ring(_self, _around.Clock, after);
    }

    private void CallOff()
    {
        _ring?.Dispose();
        _ring = null;
    }

    private enum Ending
    {
        Leave,
        Rest,
        TryAgain,
    }

    private sealed record Disposed(Life Life);

    private sealed class Ring : IDisposable
    {
        private readonly ITimer _timer;

        public Ring(IActorRef entity, TimeProvider clock, TimeSpan after) =>
            _timer = clock.CreateTimer(_ => entity.Tell(this, ActorRefs.NoSender), null, after, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer.Dispose();
    }
}

/// <summary>The shard has stopped sending to an idle entity, and it may go.</summary>
internal sealed record Sleep
{
    public static readonly Sleep Instance = new();
}

/// <summary>The shard goes elsewhere, or the node leaves: effects are disposed, askers told, then it may go.</summary>
internal sealed record Leave
{
    public static readonly Leave Instance = new();
}
