using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using StreamActors.Kernel;
using Snapshot = StreamActors.Kernel.Snapshot;

namespace StreamActors.Runtime;

// The life cycle of an entity. Messages wait in its mailbox except while it is awake and nothing is being persisted.
//
//   recovers -> awake      everything was replayed, effects are open
//   recovers -> ends       events were unreadable, or its decider threw on them
//   awake    -> ends       it crashed; or it is idle and its shard sends no more; or Leave
//   ends     -> rests      after a crash, once the effects are disposed
//   ends     -> stopped    otherwise, once the effects are disposed
//   rests    -> recovers   the back-off is over: a new instance with the same mailbox
//   recovers, rests -> stopped   Leave

internal sealed partial class EntityActor
{
    /// <summary>After an unusable snapshot, all events are replayed: slower, but complete.</summary>
    public override Recovery Recovery => _hosted.SnapshotIsBad ? new Recovery(SnapshotSelectionCriteria.None) : Recovery.Default;

    /// <summary>A recovery error is handled after the replay: an exception would stop the actor and lose its mailbox.</summary>
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
                case Replayed replayed when _unread is null:
                    foreach (var (sequence, envelope) in replayed.Events)
                        _activation.Replay(sequence, envelope);
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
            SetTimer(_kind.PassivateAfter, IdleCheck.Instance);
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
            _shard.Tell(new Passivate(Sleep.Instance), _self); // the shard buffers messages from then on, and sends Sleep
        SetTimer(idle < _kind.PassivateAfter ? _kind.PassivateAfter - idle : _kind.PassivateAfter, IdleCheck.Instance);
    }

    private void Continue()
    {
        _hosted.Timers = _reminders.Count + (_timer is null ? 0 : 1);
        var isIdle = _effects is not null && _persisting is null;
        if (isIdle && _leaves)
        {
            End(Stop);
        }
        else if (isIdle && _hosted.Sleeps && _hosted.HasSenders)
        {
            _self.Tell(new WakeUp(Id), ActorRefs.NoSender); // looks again, after its mail
        }
        else if (isIdle && _hosted.Sleeps && !_mail.HasMail)
        {
            Passivate();
        }
        else if (_afterEnd is { } then && _isDisposed && !_isSaving)
        {
            _afterEnd = null;
            _hosted.HasEffects = false;
            (_leaves ? Stop : then)();
        }
    }

    private void Passivate()
    {
        var isWanted = !MaySleep; // active again meanwhile
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
            base.AroundReceive(receive, new ReplayMessagesFailure(new OperationCanceledException(LeavingReply.Why))); // stops it
        else if (_effects is null && _afterEnd is null)
            Stop(); // recovering or resting
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (!_leaves)
            base.OnRecoveryFailure(reason, message);
    }

    private void Crash(Exception why)
    {
        var isHealthy = _effects is not null && _node.Clock.GetElapsedTime(_since) >= _kind.AfterCrash.Max; // earlier crashes are forgotten
        _hosted.Crashes = isHealthy ? 1 : _hosted.Crashes + 1;
        _node.Figures.Crashed(_kind.Name);
        _crash = why;
        End(Rest);
    }

    /// <summary>Continues after the effects are disposed.</summary>
    private void End(Action then)
    {
        var effects = _effects ?? NoEffects.Instance;
        _effects = null; // from here on their messages are ignored
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
            HandleAlways(message);
    }

    private void Rest()
    {
        if (_hosted is { Sleeps: true, HasSenders: false } && !_mail.HasMail)
        {
            // Its shard buffers messages until it is gone, and restarts it for them: resting, it would leave requests unanswered.
            _node.Log.EntityCrashed(_crash!, Id, _hosted.Crashes, TimeSpan.Zero);
            Stop();
            return;
        }
        var rest = _kind.AfterCrash.Delay(_hosted.Crashes, _node.Chance());
        Become(Resting);
        SetTimer(rest, Rested.Instance);
        _node.Log.EntityCrashed(_crash!, Id, _hosted.Crashes, rest);
    }

    private void Resting(object message)
    {
        if (message is Rested)
        {
            Restart();
            return;
        }
        HandleAlways(message);
        if (message is Sleep && !_hosted.HasSenders && !_mail.HasMail)
            Stop(); // as in Rest
    }

    /// <summary>Restarts like a supervisor, but without its error log: the crash was already logged.</summary>
    private void Restart()
    {
        var self = (IInternalActorRef)_self;
        self.Suspend();
        self.Restart(_crash);
    }

    private void Stop() => Context.Stop(_self);

    /// <summary>Its effects are already disposed.</summary>
    protected override void PreRestart(Exception reason, object message) => _timer?.Dispose();

    protected override void PostStop()
    {
        _timer?.Dispose();
        _reminders.ForgetAll();
        _node.SayGone(_hosted);
        if (_effects is not null)
            _ = Dispose(_effects);
    }

    private void SetTimer(TimeSpan time, object message)
    {
        _timer?.Dispose();
        _timer = time == Timeout.InfiniteTimeSpan
            ? null
            : _node.Clock.CreateTimer(
                _ => _self.Tell(message, ActorRefs.NoSender), null, time.WholeMilliseconds(), Timeout.InfiniteTimeSpan);
    }
}
