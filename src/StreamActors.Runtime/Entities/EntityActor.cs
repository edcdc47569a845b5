using Akka.Actor;
using Akka.Persistence;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime;

/// <summary>
/// One entity in its shard: it hosts the Kernel's activation. Decide, persist, apply, perform, reply, in this order and one command
/// at a time. Its mailbox keeps back what is said to the entity while it recovers, persists, ends or rests. After a crash the actor is
/// restarted when its rest is over, with the same mailbox; every life is an instance of its own, with a writer id of its own.
/// </summary>
internal sealed partial class EntityActor : UntypedPersistentActor, ISelf
{
    public static readonly Unknown Leaves = new("The node stops, or the entity leaves it: it was not begun here.");

    private readonly EntityKind _kind;
    private readonly RuntimeContext _node;
    private readonly HostedEntity _hosted;
    private readonly EntityMail _mail;
    private readonly Activation _activation;
    private readonly Reminders _reminders;
    private readonly IActorRef _self = Context.Self; // for what comes on other threads
    private readonly IActorRef _shard = Context.Parent;
    private IEffects? _effects; // while it is awake
    private ITimer? _timer; // to look whether it is idle; after a crash, until its rest is over
    private Exception? _unread;
    private Exception? _crash;
    private (Commit Commit, Ask Ask, IActorRef Asker)? _persisting;
    private Action? _afterEnd; // while it ends
    private bool _isDisposed;
    private bool _isSaving;
    private bool _leaves;
    private bool _replays;
    private long _snapshotted;
    private long _since;
    private long _lastUsed;

    public EntityActor(EntityKind kind, HostedEntity hosted, RuntimeContext node)
    {
        (_kind, _hosted, _node) = (kind, hosted, node);
        PersistenceId = hosted.Id.ToString();
        _activation = new Activation(kind, hosted.Id);
        _reminders = new Reminders(node.Clock, _self);
        _mail = (EntityMail)((ActorCell)Context).Mailbox!.MessageQueue;
        _mail.Open(kind, node);
        hosted.Mail = _mail;
        node.Hosted.Add(hosted);
    }

    public override string PersistenceId { get; }

    private EntityId Id => _hosted.Id;

    private bool MaySleep => !_reminders.Any && _effects is { AtWork: false };

    public static Props PropsOf(EntityKind kind, string id, RuntimeContext node) =>
        Props.Create(typeof(EntityActor), kind, new HostedEntity(new EntityId(kind.Name, id)), node).WithMailbox(EntityMailbox.Id);

    /// <summary>Called by the effects, on any thread. The word carries the life it was said in, and is void in the next.</summary>
    void ISelf.Tell(Command command) => _self.Tell(new OwnWord(this, command), ActorRefs.NoSender);

    /// <summary><see cref="Leave"/> is heard whatever it is at, recovering and persisting included.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            _replays |= message is LoadSnapshotResult;
            if (message is Leave)
                BeginToLeave(receive);
            else
                base.AroundReceive(receive, message);
            GoOn();
        }
        catch (Exception e) when (IsRecoveryFinished && _afterEnd is null)
        {
            Crash(e);
        }
        return true;
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => NotPersisted(cause);

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => NotPersisted(cause);

    /// <summary>Awake.</summary>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Ask ask when Begins(ask):
                CarryOut(ask, Sender);
                break;
            case Look look when Begins(look):
                Show(look, Sender);
                break;
            case OwnWord word when ReferenceEquals(word.Life, this):
                CarryOutOwn(word.Command);
                break;
            case Reminded { Reminder: var reminder } when _reminders.Take(reminder):
                CarryOutOwn(reminder.Command);
                break;
            case WakeUp:
                _lastUsed = _node.Clock.GetTimestamp();
                break;
            case IdleCheck:
                PassivateIfIdle();
                break;
            default:
                TakeIn(message);
                break;
        }
    }

    /// <summary>What may come whatever it is at.</summary>
    private void TakeIn(object message)
    {
        switch (message)
        {
            case Sleep:
                _hosted.Sleeps = true;
                break;
            case SaveSnapshotSuccess:
                _isSaving = false;
                break;
            case SaveSnapshotFailure failure:
                _isSaving = false;
                _node.Log.SnapshotNotSaved(failure.Cause, Id, failure.Metadata.SequenceNr);
                break;
        }
    }

    /// <summary>Nobody waits any more for what is past its deadline: it is not begun.</summary>
    private bool Begins(Inquiry inquiry)
    {
        var now = _node.Clock.GetTimestamp();
        if (now >= inquiry.Until)
        {
            Sender.Answer(inquiry, new Unknown("No answer in time: it was not begun."));
            return false;
        }
        _lastUsed = now;
        return true;
    }

    private void Show(Look look, IActorRef asker)
    {
        var reading = new Reading(_activation.Order, _activation.Live, _activation.Version);
        switch (look.Command is { } command ? _activation.Recall(command) : null)
        {
            case CarriedOut before:
                _ = ShowAsBefore(before, reading, look, asker);
                break;
            case Answer { Reply: var first }:
                asker.Answer(look, reading with { First = first });
                break;
            default:
                asker.Answer(look, reading);
                break;
        }
    }

    private async Task ShowAsBefore(CarriedOut before, Reading reading, Look look, IActorRef asker) =>
        asker.Answer(look, reading with { First = await _node.FirstReply(Id, before) });

    private void CarryOutOwn(Command command)
    {
        _lastUsed = _node.Clock.GetTimestamp();
        CarryOut(new Ask(Id, 0, Inquiry.Always, new Delivery(command, CommandId.Nameless)), ActorRefs.Nobody);
    }

    private void CarryOut(Ask ask, IActorRef asker)
    {
        Verdict verdict;
        try
        {
            verdict = _activation.Weigh(ask.Delivery, _node.Clock.GetUtcNow());
        }
        catch (Exception e)
        {
            asker.Answer(ask, new Crashed(e.Message));
            throw;
        }
        switch (verdict)
        {
            case Answer answer:
                asker.Answer(ask, answer.Reply);
                break;
            case CarriedOut before when ask.Number != 0:
                _ = AnswerAsBefore(before, ask, asker);
                break;
            case Commit { Envelopes.Count: 0 } commit:
                Conclude(commit, ask, asker);
                break;
            case Commit commit:
                _mail.Hold();
                _persisting = (commit, ask, asker);
                if (commit.Envelopes is [var only])
                    Persist(only, Persisted);
                else
                    PersistAll(commit.Envelopes, Persisted);
                break;
        }
    }

    private async Task AnswerAsBefore(CarriedOut before, Ask ask, IActorRef asker) => asker.Answer(ask, await _node.FirstReply(Id, before));

    private void Persisted(Envelope envelope)
    {
        var (commit, ask, asker) = _persisting!.Value;
        if (!ReferenceEquals(envelope, commit.Envelopes[^1]))
            return;
        _persisting = null;
        Conclude(commit, ask, asker);
        _mail.Release();
    }

    private void Conclude(Commit commit, Ask ask, IActorRef asker)
    {
        try
        {
            var due = _activation.Apply(commit);
            _node.Note(Id, _activation.Version, commit);
            Perform(due);
        }
        catch (Exception e)
        {
            // After the commit "crashed" would be a lie: it says that nothing is stored. Asked again, it gets its first reply.
            asker.Answer(
                ask, commit.Envelopes.Count > 0 ? new Unknown($"{Id} stored it and then threw: {e.Message}") : new Crashed(e.Message));
            throw;
        }
        asker.Answer(ask, new Done(_activation.Version, commit.Events()));
        KeepSnapshot();
    }

    /// <summary>
    /// Unless the journal says that nothing was stored, it may have been: a conflict, too, can be an earlier try of the same command.
    /// </summary>
    private void NotPersisted(Exception cause)
    {
        if (_persisting is not { } failed)
            return; // said for every event of a command, and answered with the first
        _persisting = null;
        failed.Asker.Answer(
            failed.Ask,
            cause is NotStoredException ? new NotStored(cause.Message) : new Unknown($"{Id} could not be stored: {cause.Message}"));
        Crash(cause);
    }

    private void Perform(IReadOnlyList<Due> due)
    {
        for (var i = 0; i < due.Count; i++)
        {
            switch (due[i].Effect)
            {
                case RemindMe remindMe:
                    _reminders.Set(remindMe);
                    break;
                case ForgetReminder forget:
                    _reminders.Forget(forget.Name);
                    break;
                default:
                    _effects!.Perform(due[i].Effect, due[i].Version);
                    break;
            }
        }
    }

    /// <summary>One at a time; a newer one waits for a later event.</summary>
    private void KeepSnapshot()
    {
        if (_activation.Version - _snapshotted < _kind.SnapshotEvery || _isSaving)
            return;
        _isSaving = true;
        _snapshotted = _activation.Version;
        SaveSnapshot(_activation.Snapshot());
    }
}
