using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// An entity's place in this process: its mailbox, and the phase it is in (Phase.cs). It outlives crashes, so that mail
/// queued behind one is kept; it goes out by its door when the entity sleeps. Everything here happens in its turns.
/// </summary>
internal sealed class Resident : IThreadPoolWorkItem
{
    public static readonly Unknown Leaves = new("The node stops, or the entity leaves it: it was not begun here.");

    private const int Share = 100; // letters in one turn, before others get theirs
    private const int OwnBeforeOthers = 16; // own words in a row: an entity that floods itself still hears its askers

    private readonly EntityKind _kind;
    private readonly Surroundings _around;
    private readonly IDoor _door;
    private readonly Mailbox _mailbox;
    private volatile Phase _phase = Phase.Asleep;
    private volatile Stay? _stay;
    private SignalAt? _appointment;
    private long _lastUsed;
    private int _crashes;
    private int _ownInARow;
    private bool _sleeps; // as soon as there is no more post
    private CancellationTokenSource? _waking;

    public Resident(EntityKind kind, EntityId id, Surroundings around, IDoor door)
    {
        (_kind, Id, _around, _door) = (kind, id, around, door);
        _mailbox = new Mailbox(kind.MailboxLimit, this);
    }

    public EntityId Id { get; }

    public Phase Phase => _phase;

    public Mailbox Mailbox => _mailbox;

    public void Hear(Stay stay, Post post)
    {
        if (ReferenceEquals(_stay, stay))
            _mailbox.OfferOwn(post);
    }

    /// <summary>What is under way ends and is answered, what is queued is not begun; waking is given up.</summary>
    public void Leave()
    {
        _mailbox.Signal(Signals.Stop);
        Volatile.Read(ref _waking)?.Cancel();
        FailQueued(); // whatever is under way may take long, and these need not wait for it
    }

    public void Execute() => _ = Turn();

    private async Task Turn()
    {
        try
        {
            for (var handled = 0; ; handled++)
            {
                if ((_mailbox.HasSignals || IsLate) && !await Heed(_mailbox.TakeSignals()))
                    return;
                if (handled >= Share)
                {
                    _mailbox.QueueTurn(); // others first
                    return;
                }
                if (_phase == Phase.Asleep)
                    await Wake();
                else if (_phase == Phase.Awake && NextPost() is { } post)
                    await Handle(post);
                else if (_phase == Phase.Awake && _sleeps)
                {
                    if (!await FallAsleep())
                        return;
                }
                else if (!_mailbox.GoOn(deaf: _phase == Phase.Resting))
                    return;
            }
        }
        catch (Exception e)
        {
            _around.Log.TurnBroken(e, Id);
        }
    }

    private bool IsLate => _phase == Phase.Asleep && _around.Stopping.IsCancellationRequested;

    private Post? NextPost()
    {
        if (_ownInARow < OwnBeforeOthers && _mailbox.TakeOwn() is { } own)
        {
            _ownInARow++;
            return own;
        }
        _ownInARow = 0;
        return _mailbox.TakeOrdinary() ?? _mailbox.TakeOwn();
    }

    /// <returns>False when this turn is over, and with it the resident.</returns>
    private async ValueTask<bool> Heed(Signals signals)
    {
        if ((signals & Signals.Stop) != 0 || IsLate)
        {
            await Stop();
            return false;
        }
        _sleeps |= (signals & Signals.Sleep) != 0;
        if ((signals & Signals.Wake) != 0)
            _lastUsed = _around.Clock.GetTimestamp();
        if ((signals & Signals.Rested) != 0 && _phase == Phase.Resting)
            await Wake();
        if ((signals & Signals.LookIdle) != 0 && _phase == Phase.Awake)
            return await LookIdle();
        return true;
    }

    private async ValueTask Wake()
    {
        Become(Phase.Waking);
        var stay = _stay = new Stay(this, _kind, _around);
        var recalled = false;
        var waking = new CancellationTokenSource(); // not disposed: whoever has it leave may be about to cancel it
        try
        {
            Interlocked.Exchange(ref _waking, waking);
            if (_mailbox.Has(Signals.Stop)) // and so not by who looked before there was anything to cancel
                await waking.CancelAsync();
            await Recall(stay, waking.Token);
            Volatile.Write(ref _waking, null);
            recalled = true;
            Become(Phase.Awake);
            _lastUsed = _around.Clock.GetTimestamp();
            LookIdleIn(_kind.PassivateAfter);
            stay.Resume();
        }
        catch (OperationCanceledException) when (!recalled && waking.IsCancellationRequested)
        {
            _stay = null;
            Become(Phase.Asleep);
        }
        catch (Exception e)
        {
            TellWhoeverWokeIt(e is NotStoredException ? new NotStored(e.Message) : recalled ? new Crashed(e.Message) : new Unknown($"{Id} could not be woken: {e.Message}"));
            await Crash(e);
        }
    }

    /// <summary>The first who still waits; what lies behind is kept.</summary>
    private void TellWhoeverWokeIt(Reply why)
    {
        while (_mailbox.PeekOrdinary() is Question && _mailbox.TakeOrdinary() is { } first)
        {
            if (first is Question { IsAnswered: true })
                continue;
            Fail(first, why);
            return;
        }
    }

    private async ValueTask Recall(Stay stay, CancellationToken stop)
    {
        await _around.WakeGate.WaitAsync(stop);
        try
        {
            await stay.Recall(stop);
        }
        finally
        {
            _around.WakeGate.Release();
        }
    }

    private async ValueTask Handle(Post post)
    {
        if (post is Question question && IsTooLate(question))
            return;
        _lastUsed = _around.Clock.GetTimestamp();
        try
        {
            await _stay!.Handle(post);
        }
        catch (Exception e)
        {
            await Crash(e);
        }
    }

    /// <summary>Nobody waits for it any more: it is not begun.</summary>
    private bool IsTooLate(Question question)
    {
        if (question.IsAnswered)
            return true;
        if (_around.Clock.GetTimestamp() < question.Deadline)
            return false;
        question.Fail(new Unknown("No answer in time: it was not begun."));
        return true;
    }

    private async ValueTask Crash(Exception why)
    {
        _crashes = _phase == Phase.Awake && _stay!.IsHealthy ? 1 : _crashes + 1;
        Become(Phase.Crashed);
        _around.Figures.Crashed(_kind.Name);
        await EndStay();
        var rest = _kind.AfterCrash.Delay(_crashes, _around.Chance());
        Become(Phase.Resting);
        Arrange(Signals.Rested, rest);
        _around.Log.EntityCrashed(why, Id, _crashes, rest);
    }

    private async ValueTask<bool> LookIdle()
    {
        var idle = _around.Clock.GetElapsedTime(_lastUsed);
        if (idle < _kind.PassivateAfter || _mailbox.HasPost || !_stay!.MaySleep || !_door.LetsSleep(this))
        {
            LookIdleIn(idle < _kind.PassivateAfter ? _kind.PassivateAfter - idle : _kind.PassivateAfter);
            return true;
        }
        return await FallAsleep();
    }

    /// <returns>False when this turn is over.</returns>
    private async ValueTask<bool> FallAsleep()
    {
        var isWanted = !_stay!.MaySleep;
        Become(Phase.Passivating);
        await EndStay();
        Become(Phase.Asleep);
        var closed = _mailbox.TryClose();
        if (closed == true)
            _door.Left(this, isWanted);
        return closed == false;
    }

    private async ValueTask Stop()
    {
        Become(_phase == Phase.Awake ? Phase.Stopping : Phase.Stopped);
        FailQueued();
        if (_phase == Phase.Stopping)
        {
            await EndStay();
            Become(Phase.Stopped);
        }
        _mailbox.Close();
        FailQueued(); // what came while it was closing
        _door.Left(this, isWanted: false);
    }

    private void FailQueued()
    {
        while (_mailbox.TakeOrdinary() is { } post)
            Fail(post, Leaves);
    }

    private void Fail(Post post, Reply why)
    {
        if (post is Question question)
            question.Fail(why);
        else
            _around.Figures.Dropped(_kind.Name);
    }

    private async ValueTask EndStay()
    {
        var stay = _stay!;
        _stay = null; // from here on its effects are not heard
        CallOff();
        await stay.End();
        while (_mailbox.TakeOwn() is not null)
        {
            // void with the stay it was said in
        }
    }

    private void LookIdleIn(TimeSpan after)
    {
        if (after != Timeout.InfiniteTimeSpan)
            Arrange(Signals.LookIdle, after);
    }

    private void Arrange(Signals signal, TimeSpan after)
    {
        CallOff();
        _appointment = new SignalAt(_mailbox, signal);
        _around.Agenda.Add(_appointment, after);
    }

    private void CallOff()
    {
        if (_appointment is not null)
            _around.Agenda.CallOff(_appointment);
        _appointment = null;
    }

    private void Become(Phase next) =>
        _phase = _phase.MayBecome(next) ? next : throw new InvalidOperationException($"{Id} is {_phase} and cannot become {next}.");

    private sealed class SignalAt(Mailbox mailbox, Signals signal) : Appointment
    {
        public override void Come() => mailbox.Signal(signal);
    }
}
