using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// One entity awake, from its replay to the disposal of its effects. It writes under an id of its own, and whatever its
/// effects say after it is over is not heard.
/// </summary>
internal sealed class Stay(Resident resident, EntityKind kind, Surroundings around) : ISelf
{
    private Activation _activation = new(kind, resident.Id);
    private readonly Guid _writer = Guid.NewGuid();
    private long _since;
    private IEffects _effects = NoEffects.Instance;
    private Reminders? _reminders;
    private long _snapshotted;
    private Task _saving = Task.CompletedTask;

    public bool MaySleep => _reminders is not { Any: true } && !_effects.AtWork;

    /// <summary>Awake for long enough that an earlier crash is forgiven.</summary>
    public bool IsHealthy => around.Clock.GetElapsedTime(_since) >= kind.AfterCrash.Max;

    public async ValueTask Recall(CancellationToken stop)
    {
        await RecallSnapshot(stop);
        await foreach (var recorded in around.Journal.Read(resident.Id, _activation.Version, stop))
            _activation.Replay(recorded.Sequence, recorded.Envelope);
    }

    public void Resume()
    {
        _since = around.Clock.GetTimestamp();
        _effects = kind.Effects(resident.Id, this);
        Perform(_activation.Resume());
        KeepSnapshot();
    }

    public void Tell(Command command) => Hear(new OwnWord(this, command));

    public void Hear(Post post) => resident.Hear(this, post);

    public ValueTask Handle(Post post) => post switch
    {
        Question { Delivery: { } delivery } asker => CarryOut(delivery, asker),
        Question looker => Show(looker),
        Told told => CarryOut(told.Delivery, null),
        OwnWord word => ReferenceEquals(word.Stay, this) ? CarryOut(Own(word.Command), null) : default,
        Reminded { Reminder: var r } => ReferenceEquals(r.Stay, this) && _reminders!.Take(r) ? CarryOut(Own(r.Command), null) : default,
        _ => throw new InvalidOperationException($"{post.GetType().Name} is no post."),
    };

    /// <summary>Ends when the effects are disposed and nothing of this stay goes on.</summary>
    public async ValueTask End()
    {
        _reminders?.ForgetAll();
        try
        {
            await _effects.DisposeAsync();
        }
        catch (Exception e)
        {
            around.Log.EffectsNotDisposed(e, resident.Id);
        }
        await _saving;
    }

    private static Event[] EventsOf(Commit commit)
    {
        var events = commit.Envelopes.Count == 0 ? [] : new Event[commit.Envelopes.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = commit.Envelopes[i].Event;
        return events;
    }

    private static Delivery Own(Command command) => new(command, CommandId.Nameless);

    private ValueTask Show(Question looker)
    {
        looker.Answer(new Reading(_activation.Order, _activation.Live, _activation.Version));
        return default;
    }

    private async ValueTask CarryOut(Delivery delivery, Question? asker)
    {
        var stored = false;
        try
        {
            switch (_activation.Weigh(delivery, around.Clock.GetUtcNow()))
            {
                case Answer answer:
                    asker?.Answer(answer.Reply);
                    break;
                case CarriedOut before when asker is not null:
                    asker.Answer(await FirstReply(before));
                    break;
                case Commit commit:
                    if (commit.Envelopes.Count > 0)
                        await Store(commit, asker);
                    stored = commit.Envelopes.Count > 0;
                    var due = _activation.Apply(commit);
                    Note(commit);
                    Perform(due);
                    asker?.Answer(new Done(_activation.Version, EventsOf(commit)));
                    KeepSnapshot();
                    break;
            }
        }
        catch (Exception e)
        {
            // After the commit "crashed" would be a lie: it says that nothing is stored. Asked again, it gets its first reply.
            asker?.Answer(stored ? new Unknown($"{resident.Id} stored it and then threw: {e.Message}") : new Crashed(e.Message));
            throw;
        }
    }

    /// <summary>Whatever else an append throws, a part of it may have come through: a conflict, too, can be an earlier try of the same command.</summary>
    private async ValueTask Store(Commit commit, Question? asker)
    {
        try
        {
            await around.Journal.Append(resident.Id, _activation.Version, _writer, commit.Envelopes);
        }
        catch (NotStoredException e)
        {
            asker?.Answer(new NotStored(e.Message));
            throw;
        }
        catch (Exception e)
        {
            asker?.Answer(new Unknown($"{resident.Id} could not be stored: {e.Message}"));
            throw;
        }
    }

    private async ValueTask<Reply> FirstReply(CarriedOut before)
    {
        if (before.Count == 0)
            return new Done(before.Version, []);
        List<Event> events = new(before.Count);
        try
        {
            await foreach (var recorded in around.Journal.Read(resident.Id, before.First - 1, CancellationToken.None))
            {
                events.Add(recorded.Envelope.Event);
                if (events.Count == before.Count)
                    break;
            }
        }
        catch (Exception e)
        {
            around.Log.FirstReplyUnread(e, resident.Id);
            return new Unknown($"It was carried out before, but {resident.Id} cannot be read: {e.Message}");
        }
        return new Done(before.Version, events);
    }

    private void Note(Commit commit)
    {
        var first = _activation.Version - commit.Envelopes.Count + 1;
        for (var i = 0; i < commit.Envelopes.Count; i++)
        {
            var envelope = commit.Envelopes[i];
            around.Timeline.Append(new Moment(envelope.At, resident.Id, around.Node, first + i, envelope.Who, envelope.Event));
        }
        if (commit.Facts.Count == 0)
            return;
        var origin = commit.Delivery.Command.Origin;
        var at = origin.At == default ? around.Clock.GetUtcNow() : origin.At;
        foreach (var fact in commit.Facts)
            around.Timeline.Append(new Moment(at, resident.Id, around.Node, null, origin.Who, fact));
    }

    private void Perform(IReadOnlyList<Due> due)
    {
        for (var i = 0; i < due.Count; i++)
        {
            switch (due[i].Effect)
            {
                case RemindMe remindMe:
                    (_reminders ??= new Reminders(this, around)).Set(remindMe);
                    break;
                case ForgetReminder forget:
                    _reminders?.Forget(forget.Name);
                    break;
                default:
                    _effects.Perform(due[i].Effect, due[i].Version);
                    break;
            }
        }
    }

    private async ValueTask RecallSnapshot(CancellationToken stop)
    {
        try
        {
            if (await around.Journal.LoadSnapshot(resident.Id, stop) is { } snapshot)
                _activation.Restore(snapshot);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            around.Log.SnapshotUnread(e, resident.Id); // the events are all there: only slower
            _activation = new Activation(kind, resident.Id);
        }
        _snapshotted = _activation.Version;
    }

    /// <summary>One at a time and beside the entity's work; a newer one waits for its turn to come round again.</summary>
    private void KeepSnapshot()
    {
        if (_activation.Version - _snapshotted < kind.SnapshotEvery || !_saving.IsCompleted)
            return;
        var snapshot = _activation.Snapshot();
        _snapshotted = snapshot.Version;
        _saving = Task.Run(() => Save(snapshot), CancellationToken.None);
    }

    private async Task Save(Snapshot snapshot)
    {
        try
        {
            await around.Journal.SaveSnapshot(resident.Id, snapshot, CancellationToken.None);
        }
        catch (Exception e)
        {
            around.Log.SnapshotNotSaved(e, resident.Id, snapshot.Version);
        }
    }
}
