using Akka.Actor;
using Akka.Cluster.Sharding;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// An entity's place in its shard: its mail, its life, and the phase it is in (Phase.cs). It outlives crashes, so that mail
/// queued behind one is kept. It is gone only when its effects are disposed: whoever starts it elsewhere waits for that.
/// </summary>
internal sealed class EntityActor : UntypedActor
{
    private readonly EntityKind _kind;
    private readonly EntityId _id;
    private readonly Surroundings _around;
    private readonly Mail _mail;
    private readonly IActorRef _self; // timers and tasks speak from other threads, where Self is not to be had
    private Phase _phase;
    private Life? _life;
    private Turn? _turn; // what is being carried out; only then is anybody else at its life
    private bool _rests; // once it has ended
    private bool _leaving;
    private bool _moving;
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
            case Recalled recalled when _phase == Phase.Waking && ReferenceEquals(recalled.Life, _life):
                Resume(recalled.Failure);
                break;
            case Turned turned when ReferenceEquals(turned.Turn, _turn):
                _turn = null;
                if (turned.Failure is { } failure)
                    Crash(failure);
                break;
            case Disposed:
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
        _turn?.Answer(Mail.Moved(_id));
        if (_life is null || _phase == Phase.Waking)
            return;
        _around.Log.StoppedWithEffects(_id);
        _ = _life.End();
    }

    private void GoOn()
    {
        if (_phase == Phase.Awake && _turn is null && !_moving && _mail.Next(_life!) is { } turn)
            Begin(turn);
        else if (_phase == Phase.Awake && _turn is null && _leaving)
        {
            // Something began to work after it asked for its sleep: it sleeps, and is woken at once.
            if (!_moving && !_life!.MaySleep)
                Context.Parent.Tell(new WakeUp(_id));
            End(rests: false);
        }
        else if (_moving && _phase is Phase.Waking or Phase.Resting)
            Context.Stop(_self);
        else if (_phase == Phase.Ending && _life is null)
            Ended();
    }

    private void Wake()
    {
        _phase = Phase.Waking;
        CallOff();
        var life = _life = new Life(_self, _kind, _id, _around);
        _ = life.Recall().PipeTo(_self, success: () => new Recalled(life), failure: e => new Recalled(life, e));
    }

    private void Resume(Exception? failure)
    {
        try
        {
            if (failure is null)
            {
                _phase = Phase.Awake;
                _lastUsed = _around.Clock.GetTimestamp();
                LookIdleIn(_kind.PassivateAfter);
                _life!.Resume();
                return;
            }
        }
        catch (Exception e)
        {
            failure = e;
        }
        _mail.FailFirst(_phase == Phase.Awake ? new Crashed(failure.Message) : new Unknown($"{_id} could not be woken: {failure.Message}"));
        Crash(failure);
    }

    /// <summary>Beside the actor, which goes on taking in mail: however long it takes, askers hear when the mailbox is full.</summary>
    private void Begin(Turn turn)
    {
        var life = _life!;
        _turn = turn;
        _ = Task.Run(() => life.CarryOut(turn)).PipeTo(_self, success: failure => new Turned(turn, failure));
    }

    private void Crash(Exception why)
    {
        _crashes = _life!.IsHealthy ? 1 : _crashes + 1;
        _around.Figures.Crashed(_kind.Name);
        _around.Log.EntityCrashed(why, _id, _crashes);
        End(rests: true);
    }

    private void End(bool rests)
    {
        (_phase, _rests) = (Phase.Ending, rests);
        CallOff();
        _mail.ForgetOwn();
        _ = _life!.End().PipeTo(_self, success: () => Disposed.Instance);
    }

    private void Ended()
    {
        if (_moving || (!_rests && _mail.IsEmpty))
            Context.Stop(_self);
        else if (_rests)
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

    private sealed record Recalled(Life Life, Exception? Failure = null);

    private sealed record Turned(Turn Turn, Exception? Failure);

    private sealed record Disposed
    {
        public static readonly Disposed Instance = new();
    }

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
