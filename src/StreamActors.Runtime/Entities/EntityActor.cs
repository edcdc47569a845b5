using Akka.Actor;
using Akka.Persistence;
using StreamActors.Kernel;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime;

/// <summary>
/// One entity in its shard: hosts the Kernel's activation. Decide, persist, apply, perform, reply, in this order, one command at a time.
/// Its mailbox holds messages while it recovers, persists, ends or rests. After a crash and a back-off the actor restarts with the same
/// mailbox; every restart is a new instance with its own writer id.
/// </summary>
internal sealed partial class EntityActor : UntypedPersistentActor, ISelf
{
    public static readonly Unknown LeavingReply =
        new("The node is stopping, or the entity is moving to another one: the command was not started here.");

    private readonly EntityKind _kind;
    private readonly RuntimeContext _node;
    private readonly HostedEntity _hosted;
    private readonly EntityMail _mail;
    private readonly Activation _activation;
    private readonly Reminders _reminders;
    private readonly IActorRef _self = Context.Self; // for other threads
    private readonly IActorRef _shard = Context.Parent;
    private IEffects? _effects; // while it is awake
    private ITimer? _timer; // idle check; after a crash, the back-off
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
        (hosted.Mail, hosted.Actor) = (_mail, _self);
        node.Hosted.Add(hosted);
    }

    public override string PersistenceId { get; }

    private EntityId Id => _hosted.Id;

    private bool MaySleep => !_reminders.Any && _effects is { AtWork: false };

    public static Props PropsOf(EntityKind kind, string id, RuntimeContext node) =>
        Props.CreateBy(new Producer(kind, new HostedEntity(new EntityId(kind.Name, id)), node)).WithMailbox(EntityMailbox.Id);

    /// <summary>Called by the effects, on any thread. The message carries its instance, and later instances ignore it.</summary>
    void ISelf.Tell(Command command) => _self.Tell(new SelfMessage(this, command), ActorRefs.NoSender);

    /// <summary>Handles <see cref="Leave"/> in every state, also while recovering and persisting.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        try
        {
            _replays |= message is LoadSnapshotResult;
            if (message is Leave)
                BeginToLeave(receive);
            else
                base.AroundReceive(receive, message);
            Continue();
        }
        catch (Exception e) when (IsRecoveryFinished && _afterEnd is null)
        {
            Crash(e);
        }
        return true;
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => NotPersisted(cause);

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => NotPersisted(cause);

    /// <summary>Handles messages while awake.</summary>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Ask ask when Begins(ask):
                CarryOut(ask, Sender);
                break;
            case Read read when Begins(read):
                Show(read, Sender);
                break;
            case SelfMessage word when ReferenceEquals(word.Life, this):
                HandleOwn(word.Command);
                break;
            case Reminded { Reminder: var reminder } when _reminders.Take(reminder):
                HandleOwn(reminder.Command);
                break;
            case WakeUp:
                _lastUsed = _node.Clock.GetTimestamp();
                break;
            case IdleCheck:
                PassivateIfIdle();
                break;
            default:
                HandleAlways(message);
                break;
        }
    }

    /// <summary>Handles messages that may arrive in every state.</summary>
    private void HandleAlways(object message)
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

    /// <summary>A request past its deadline is not started: its caller is gone.</summary>
    private bool Begins(Request request)
    {
        var now = _node.Clock.GetTimestamp();
        if (now >= request.Until)
        {
            Sender.Answer(request, new Unknown("Request timed out: the command was not started."));
            return false;
        }
        _lastUsed = now;
        return true;
    }

    private void Show(Read read, IActorRef asker)
    {
        var reading = new Reading(_activation.Order, _activation.Live, _activation.Version);
        switch (read.Command is { } command ? _activation.Recall(command) : null)
        {
            case CarriedOut before:
                _ = ShowAsBefore(before, reading, read, asker);
                break;
            case Answer { Reply: var first }:
                asker.Answer(read, reading with { First = first });
                break;
            default:
                asker.Answer(read, reading);
                break;
        }
    }

    private async Task ShowAsBefore(CarriedOut before, Reading reading, Read read, IActorRef asker) =>
        asker.Answer(read, reading with { First = await _node.FirstReply(Id, before) });

    private void HandleOwn(Command command)
    {
        _lastUsed = _node.Clock.GetTimestamp();
        CarryOut(new Ask(Id, 0, Request.Always, new Delivery(command, CommandId.Nameless)), ActorRefs.Nobody);
    }

    private void CarryOut(Ask ask, IActorRef asker)
    {
        Verdict verdict;
        try
        {
            verdict = _activation.Evaluate(ask.Delivery, _node.Clock.GetUtcNow());
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
            // After the commit "crashed" would be wrong, since it means that nothing was stored. A retry gets the first reply.
            asker.Answer(
                ask, commit.Envelopes.Count > 0 ? new Unknown($"{Id} stored it and then threw: {e.Message}") : new Crashed(e.Message));
            throw;
        }
        asker.Answer(ask, new Done(_activation.Version, commit.Events()));
        KeepSnapshot();
    }

    /// <summary>
    /// Unless the journal says that nothing was stored, it may have been: even a conflict can come from an earlier attempt of the same
    /// command.
    /// </summary>
    private void NotPersisted(Exception cause)
    {
        if (_persisting is not { } failed)
            return; // reported once per event; the first was answered
        _persisting = null;
        failed.Asker.Answer(
            failed.Ask,
            cause is NotStoredException ? new NotStored(cause.Message) : new Unknown($"{Id} could not be stored: {cause.Message}"));
        Crash(cause);
    }

    private void Perform(IReadOnlyList<PendingEffect> due)
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

    /// <summary>One save at a time; a newer snapshot waits for a later event.</summary>
    private void KeepSnapshot()
    {
        if (_activation.Version - _snapshotted < _kind.SnapshotEvery || _isSaving)
            return;
        _isSaving = true;
        _snapshotted = _activation.Version;
        SaveSnapshot(_activation.Snapshot());
    }

    /// <summary>Without the reflection of Props.Create, which takes as long as the rest of the creation.</summary>
    private sealed class Producer(EntityKind kind, HostedEntity hosted, RuntimeContext node) : IIndirectActorProducer
    {
        public Type ActorType => typeof(EntityActor);

        public ActorBase Produce() => new EntityActor(kind, hosted, node);

        public void Release(ActorBase actor)
        {
        }
    }
}
