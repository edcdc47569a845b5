using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// One entity awake, from its replay to the disposal of its effects. It writes under an id of its own, and whatever its
/// effects and reminders say after it is over is not heard.
/// </summary>
internal sealed class Life(IActorRef entity, EntityKind kind, EntityId id, Surroundings around) : ISelf
{
    private readonly Guid _writer = Guid.NewGuid();
    private readonly Dictionary<string, Reminder> _reminders = new(StringComparer.Ordinal);
    private Activation _activation = new(kind, id);
    private IEffects _effects = NoEffects.Instance;
    private Task _saving = Task.CompletedTask;
    private long _snapshotted;
    private long _since;

    public bool MaySleep => _reminders.Count == 0 && !_effects.AtWork;

    /// <summary>Awake for long enough that an earlier crash is forgiven.</summary>
    public bool IsHealthy => _since != 0 && around.Clock.GetElapsedTime(_since) >= kind.AfterCrash.Max;

    public void Tell(Command command) => entity.Tell(new OwnWord(this, command), ActorRefs.NoSender);

    public async Task Recall()
    {
        await around.WakeGate.WaitAsync();
        try
        {
            await RecallSnapshot();
            await foreach (var recorded in around.Journal.Read(id, _activation.Version, CancellationToken.None))
                _activation.Replay(recorded.Sequence, recorded.Envelope);
        }
        finally
        {
            around.WakeGate.Release();
        }
    }

    public void Resume()
    {
        _since = around.Clock.GetTimestamp();
        _effects = kind.Effects(id, this);
        Perform(_activation.Resume());
        KeepSnapshot();
    }

    /// <summary>
    /// Answers, and says what it failed by. Whatever an append throws, it may have come through: a conflict, too, can be an
    /// earlier try of the same command. And after the commit "crashed" would be a lie: it says that nothing is stored.
    /// </summary>
    public async Task<Exception?> CarryOut(Turn turn)
    {
        string? inDoubt = null;
        try
        {
            switch (turn.Delivery is { } delivery ? _activation.Weigh(delivery, around.Clock.GetUtcNow()) : null)
            {
                case null:
                    turn.Answer(new Reading(_activation.Order, _activation.Live, _activation.Version));
                    break;
                case Answer answer:
                    turn.Answer(answer.Reply);
                    break;
                case CarriedOut before:
                    turn.Answer(before);
                    break;
                case Commit commit:
                    if (commit.Envelopes.Count > 0)
                    {
                        inDoubt = "could not be stored";
                        await around.Journal.Append(id, _activation.Version, _writer, commit.Envelopes);
                        inDoubt = "stored it and then threw";
                    }
                    turn.Answer(Apply(commit));
                    break;
            }
            return null;
        }
        catch (Exception e)
        {
            turn.Answer(inDoubt is null ? new Crashed(e.Message) : new Unknown($"{id} {inDoubt}: {e.Message}"));
            return e;
        }
    }

    /// <summary>False for one that was forgotten or replaced while it lay in the mailbox.</summary>
    public bool Take(Reminder reminder) =>
        _reminders.TryGetValue(reminder.Name, out var current) && ReferenceEquals(current, reminder) && _reminders.Remove(reminder.Name);

    /// <summary>Ends when the effects are disposed and nothing of this life goes on.</summary>
    public async Task End()
    {
        foreach (var reminder in _reminders.Values)
            reminder.Dispose();
        _reminders.Clear();
        try
        {
            await _effects.DisposeAsync();
        }
        catch (Exception e)
        {
            around.Log.EffectsNotDisposed(e, id);
        }
        await _saving;
    }

    private Done Apply(Commit commit)
    {
        var due = _activation.Apply(commit);
        Note(commit);
        Perform(due);
        KeepSnapshot();
        return new Done(_activation.Version, [.. commit.Envelopes.Select(e => e.Event)]);
    }

    private async Task RecallSnapshot()
    {
        try
        {
            if (await around.Journal.LoadSnapshot(id, CancellationToken.None) is { } snapshot)
                _activation.Restore(snapshot);
        }
        catch (Exception e)
        {
            around.Log.SnapshotUnread(e, id); // the events are all there: only slower
            _activation = new Activation(kind, id);
        }
        _snapshotted = _activation.Version;
    }

    private void Perform(IReadOnlyList<Due> due)
    {
        foreach (var (effect, version) in due)
        {
            switch (effect)
            {
                case RemindMe remindMe:
                    Forget(remindMe.Name);
                    _reminders.Add(remindMe.Name, new Reminder(this, entity, remindMe, around.Clock));
                    break;
                case ForgetReminder forget:
                    Forget(forget.Name);
                    break;
                default:
                    _effects.Perform(effect, version);
                    break;
            }
        }
    }

    private void Forget(string name)
    {
        if (_reminders.Remove(name, out var reminder))
            reminder.Dispose();
    }

    private void Note(Commit commit)
    {
        var (version, origin) = (_activation.Version - commit.Envelopes.Count, commit.Delivery.Command.Origin);
        foreach (var envelope in commit.Envelopes)
            around.Timeline.Append(new Moment(envelope.At, id, around.Node, ++version, envelope.Who, envelope.Event));
        foreach (var fact in commit.Facts)
            around.Timeline.Append(new Moment(origin.At == default ? around.Clock.GetUtcNow() : origin.At, id, around.Node, null, origin.Who, fact));
    }

    /// <summary>One at a time and beside the entity's work.</summary>
    private void KeepSnapshot()
    {
        if (_activation.Version - _snapshotted < kind.SnapshotEvery || !_saving.IsCompleted)
            return;
        var snapshot = _activation.Snapshot();
        _snapshotted = snapshot.Version;
        _saving = Task.Run(() => Save(snapshot));
    }

    private async Task Save(Snapshot snapshot)
    {
        try
        {
            await around.Journal.SaveSnapshot(id, snapshot, CancellationToken.None);
        }
        catch (Exception e)
        {
            around.Log.SnapshotNotSaved(e, id, snapshot.Version);
        }
    }
}

/// <summary>What an entity hears from its own effects and reminders: never refused, and void once its life is over.</summary>
internal sealed record OwnWord(Life Life, Command Command, Reminder? Reminder = null);
