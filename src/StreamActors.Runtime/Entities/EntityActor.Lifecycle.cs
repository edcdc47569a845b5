using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;
using Snapshot = StreamActors.Kernel.Snapshot;

namespace StreamActors.Runtime;

// The life of an entity. What is said to it waits in its mailbox except while it is awake and nothing is being persisted.
//
//   recovers -> awake      all is read, effects are open
//   recovers -> ends       it could not be read, or its decider threw on it
//   awake    -> ends       it crashed; or it is idle and its shard sends no more; or it has to leave
//   ends     -> rests      after a crash, when the effects are disposed
//   ends     -> stopped    otherwise, when the effects are disposed
//   rests    -> recovers   the back-off is over: a new instance with the same mailbox
//   recovers, rests -> stopped   it has to leave

internal sealed partial class EntityActor
{
    /// <summary>After a snapshot that could not be taken in, all events: that is only slower.</summary>
    public override Recovery Recovery => _hosted.SnapshotIsBad ? new Recovery(SnapshotSelectionCriteria.None) : Recovery.Default;

    /// <summary>What is wrong with the past is told when all is read: an exception would stop the actor, and its mail with it.</summary>
    protected override void OnRecover(object message)
    {
        try
        {
            switch (message)
            {
                case RecoveryCompleted:
                    Wake();
                    break;
                case Unread unread:
                    _unread ??= unread.Why;
                    break;
                case SnapshotOffer { Snapshot: Snapshot snapshot }:
                    _hosted.SnapshotIsBad = true;
                    _activation.Restore(snapshot);
                    (_hosted.SnapshotIsBad, _snapshotted) = (false, snapshot.Version);
                    break;
                case Envelope envelope when _unread is null:
                    _activation.Replay(LastSequenceNr, envelope);
                    break;
            }
        }
        catch (Exception e)
        {
            _unread = e;
        }
    }

    private void Wake()
    {
        try
        {
            if (_unread is not null)
                throw _unread;
            _effects = _kind.Effects(Id, this);
            _hosted.HasEffects = true;
            (_since, _lastUsed) = (_node.Clock.GetTimestamp(), _node.Clock.GetTimestamp());
            _hosted.IsAwake = true;
            ComeIn(_kind.PassivateAfter, IdleCheck.Instance);
            Perform(_activation.Resume());
            KeepSnapshot();
            _mail.Release();
        }
        catch (Exception e)
        {
            Reply why = _unread is null ? new Crashed(e.Message)
                : e is NotStoredException ? new NotStored(e.Message)
                : new Unknown($"{Id} could not be woken: {e.Message}");
            _mail.AnswerFirst(why, _node.Clock.GetTimestamp());
            Crash(e);
        }
    }

    private void PassivateIfIdle()
    {
        var idle = _node.Clock.GetElapsedTime(_lastUsed);
        if (idle >= _kind.PassivateAfter && !_mail.HasMail && MaySleep)
            _shard.Tell(new Passivate(Sleep.Instance), _self); // which keeps what comes from then on, and says so
        ComeIn(idle < _kind.PassivateAfter ? _kind.PassivateAfter - idle : _kind.PassivateAfter, IdleCheck.Instance);
    }

    private void GoOn()
    {
        _hosted.Timers = _reminders.Count + (_timer is null ? 0 : 1);
        var isIdle = _effects is not null && _persisting is null;
        if (isIdle && _leaves)
        {
            End(Stop);
        }
        else if (isIdle && _hosted.Sleeps && !_mail.HasMail)
        {
            FallAsleep();
        }
        else if (_afterEnd is { } then && _isDisposed && !_isSaving)
        {
            _afterEnd = null;
            _hosted.HasEffects = false;
            (_leaves ? Stop : then)();
        }
    }

    private void FallAsleep()
    {
        var isWanted = !MaySleep; // it had begun to work again
        End(() =>
        {
            if (isWanted)
                _shard.Tell(new WakeUp(Id));
            Stop();
        });
    }

    private void BeginToLeave(Receive receive)
    {
        _leaves = true;
        if (_replays && IsRecovering)
            base.AroundReceive(receive, new ReplayMessagesFailure(new OperationCanceledException(Leaves.Why))); // it stops, and its timer
        else if (_effects is null && _afterEnd is null)
            Stop(); // it recovers or rests
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (!_leaves)
            base.OnRecoveryFailure(reason, message);
    }

    private void Crash(Exception why)
    {
        var isHealthy = _effects is not null && _node.Clock.GetElapsedTime(_since) >= _kind.AfterCrash.Max; // an earlier crash is forgiven
        _hosted.Crashes = isHealthy ? 1 : _hosted.Crashes + 1;
        _node.Figures.Crashed(_kind.Name);
        _crash = why;
        End(Rest);
    }

    /// <summary>What follows comes when the effects are disposed and nothing of this life goes on.</summary>
    private void End(Action then)
    {
        var effects = _effects ?? NoEffects.Instance;
        _effects = null; // from here on they are not heard
        _hosted.IsAwake = false;
        _mail.Hold();
        _timer?.Dispose();
        _timer = null;
        _reminders.ForgetAll();
        _afterEnd = then;
        Become(Ending);
        _ = Dispose(effects);
    }

    private async Task Dispose(IEffects effects)
    {
        try
        {
            await effects.DisposeAsync();
        }
        catch (Exception e)
        {
            _node.Log.EffectsNotDisposed(e, Id);
        }
        _self.Tell(EffectsDisposed.Instance, ActorRefs.NoSender);
    }

    private void Ending(object message)
    {
        if (message is EffectsDisposed)
            _isDisposed = true;
        else
            TakeIn(message);
    }

    private void Rest()
    {
        if (_hosted.Sleeps && !_mail.HasMail)
        {
            // Its shard keeps what comes until it is gone, and starts it anew for that: resting, it would leave its askers without an answer.
            _node.Log.EntityCrashed(_crash!, Id, _hosted.Crashes, TimeSpan.Zero);
            Stop();
            return;
        }
        var rest = _kind.AfterCrash.Delay(_hosted.Crashes, _node.Chance());
        Become(Resting);
        ComeIn(rest, Rested.Instance);
        _node.Log.EntityCrashed(_crash!, Id, _hosted.Crashes, rest);
    }

    private void Resting(object message)
    {
        if (message is Rested)
            Restart();
        else
            TakeIn(message);
    }

    /// <summary>As its supervisor would, but for the error that one logs: this crash was logged when it happened.</summary>
    private void Restart()
    {
        var self = (IInternalActorRef)_self;
        self.Suspend();
        self.Restart(_crash);
    }

    private void Stop() => Context.Stop(_self);

    /// <summary>Its effects are disposed already.</summary>
    protected override void PreRestart(Exception reason, object message) => _timer?.Dispose();

    protected override void PostStop()
    {
        _timer?.Dispose();
        _reminders.ForgetAll();
        _node.SayGone(_hosted);
        if (_effects is not null)
            _ = Dispose(_effects);
    }

    private void ComeIn(TimeSpan time, object message)
    {
        _timer?.Dispose();
        _timer = time == Timeout.InfiniteTimeSpan
            ? null
            : _node.Clock.CreateTimer(
                _ => _self.Tell(message, ActorRefs.NoSender), null, time.WholeMilliseconds(), Timeout.InfiniteTimeSpan);
    }
}
