using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using StreamActors.Kernel;
using Envelope = Akka.Actor.Envelope;

namespace StreamActors.Runtime;

/// <summary>The mailbox type of every <see cref="EntityActor"/>.</summary>
internal sealed class EntityMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<EntityMail>
{
    public const string Id = "streamactors-entity-mailbox";

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new EntityMail();
}

/// <summary>
/// Three queues. External commands and reads are bounded; beyond the limit callers get <see cref="Busy"/>, even while the entity is busy.
/// The entity's messages to itself are never refused, but take turns with the external ones, so that a flood of them cannot starve callers.
/// Both are held while the entity cannot handle them; system messages are not.
/// </summary>
internal sealed class EntityMail : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private const int OwnInARow = 16;

    private readonly Lock _gate = new();
    private readonly Queue<Envelope> _system = new(2);
    private readonly Queue<Envelope> _asked = new(1);
    private Queue<Envelope>? _own;
    private Stack<Envelope>? _unstashed; // Akka.Persistence's stash of the recovery or of a write
    private (EntityKind Kind, RuntimeContext Node)? _entity;
    private bool _isHeld = true;
    private volatile bool _isClosed;
    private int _ownInARow;

    /// <summary>The entity leaves: what comes now is for its next place.</summary>
    public bool IsClosed => _isClosed;

    public bool HasMessages
    {
        get
        {
            lock (_gate)
            {
                return _system.Count > 0 || _unstashed is { Count: > 0 } || (!_isHeld && HasMailHere);
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _system.Count + (_unstashed?.Count ?? 0) + (_own?.Count ?? 0) + _asked.Count;
            }
        }
    }

    /// <summary>Whether messages for the entity itself are waiting.</summary>
    public bool HasMail
    {
        get
        {
            lock (_gate)
            {
                return HasMailHere;
            }
        }
    }

    private bool HasMailHere => _asked.Count > 0 || _own is { Count: > 0 };

    /// <summary>How many external commands and reads are waiting.</summary>
    public int Depth
    {
        get
        {
            lock (_gate)
            {
                return _asked.Count;
            }
        }
    }

    /// <summary>Binds it to the entity; every restarted instance calls it.</summary>
    public void Open(EntityKind kind, RuntimeContext node)
    {
        lock (_gate)
        {
            (_entity, _isHeld) = ((kind, node), true);
            foreach (var envelope in _asked)
                Take(envelope);
        }
    }

    /// <summary>Holds messages for the entity.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _isHeld = true;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _isHeld = false;
        }
    }

    /// <summary>Replies to the first message in the queue if its caller still waits; later ones are kept.</summary>
    public void AnswerFirst(Reply reply, long now)
    {
        Envelope first = default;
        lock (_gate)
        {
            while (_asked.TryPeek(out var next) && next.Message is Request { Number: > 0 } request)
            {
                _asked.Dequeue();
                if (request.Until <= now)
                    continue;
                first = next;
                break;
            }
        }
        if (first.Message is not null)
            TurnAway(first, reply);
    }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        Reply? refusal = null;
        if (envelope.Message is Leave)
            Close();
        lock (_gate)
        {
            switch (envelope.Message)
            {
                case Request when _isClosed:
                    refusal = EntityActor.LeavingReply;
                    break;
                case Request when _entity is { Kind: var kind } && _asked.Count >= kind.MailboxLimit:
                    refusal = new Busy();
                    break;
                case Request:
                    Take(envelope);
                    _asked.Enqueue(envelope);
                    break;
                case WakeUp when _isHeld:
                    break; // it is recovering or active already
                case SelfMessage or Reminded or WakeUp:
                    (_own ??= new(4)).Enqueue(envelope);
                    break;
                default:
                    _system.Enqueue(envelope);
                    break;
            }
        }
        if (refusal is not null)
            TurnAway(envelope, refusal);
    }

    public void EnqueueFirst(Envelope envelope)
    {
        lock (_gate)
        {
            (_unstashed ??= new(4)).Push(envelope);
        }
    }

    public bool TryDequeue(out Envelope envelope)
    {
        lock (_gate)
        {
            if ((_unstashed is not null && _unstashed.TryPop(out envelope)) || _system.TryDequeue(out envelope))
                return true;
            envelope = default;
            if (_isHeld)
                return false;
            if (_own is null || (_asked.Count > 0 && _ownInARow >= OwnInARow) || !_own.TryDequeue(out envelope))
            {
                _ownInARow = 0;
                return _asked.TryDequeue(out envelope);
            }
            _ownInARow++;
            return true;
        }
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        Release();
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }

    /// <summary>The entity leaves: waiting and new requests are answered at once, without waiting for the command in progress.</summary>
    private void Close()
    {
        List<Envelope> waiting;
        lock (_gate)
        {
            _isClosed = true;
            waiting = [.. _asked];
            _asked.Clear();
            _own?.Clear();
        }
        foreach (var envelope in waiting)
            TurnAway(envelope, EntityActor.LeavingReply);
    }

    /// <summary>An entity of this node has the request: losing another node no longer matters to its caller.</summary>
    private void Take(Envelope envelope)
    {
        if (_entity is { Node.Asks: var asks } && envelope.Message is Request request && ReferenceEquals(envelope.Sender, asks))
            asks.TakeHere(request.Number);
    }

    private void TurnAway(Envelope envelope, Reply why)
    {
        var request = (Request)envelope.Message;
        if (request.Number == 0)
            _entity?.Node.Figures.Dropped(_entity.Value.Kind.Name);
        else if (why is Busy)
            _entity?.Node.Figures.Busy(_entity.Value.Kind.Name);
        envelope.Sender.Answer(request, why);
    }
}
