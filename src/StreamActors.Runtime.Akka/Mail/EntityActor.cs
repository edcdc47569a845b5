using Akka.Actor;
using Akka.Cluster.Sharding;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// The door in a shard to a resident, which is the same in both runtimes: it carries out what is said to it on threads of
/// its own, so that this actor goes on taking in mail however slow the entity is. It is gone only when the resident's
/// effects are disposed: whoever starts it elsewhere waits for that.
/// </summary>
internal sealed class EntityActor : UntypedActor, IDoor
{
    private readonly EntityKind _kind;
    private readonly Surroundings _around;
    private readonly AskDesk _desk;
    private readonly Resident _resident;
    private readonly IActorRef _self = Context.Self; // the resident comes on other threads, where neither is to be had
    private readonly IActorRef _shard = Context.Parent;
    private bool _hasLeft;

    public EntityActor(EntityKind kind, string id, Surroundings around, AskDesk desk)
    {
        (_kind, _around, _desk) = (kind, around, desk);
        _resident = new Resident(kind, new EntityId(kind.Name, id), around, this);
        around.Roster.Add(_resident);
    }

    public static Props Props(EntityKind kind, string id, Surroundings around, AskDesk desk) =>
        global::Akka.Actor.Props.Create(() => new EntityActor(kind, id, around, desk));

    /// <summary>Not before the shard has heard of it and keeps what comes: then it says so.</summary>
    public bool LetsSleep(Resident resident)
    {
        _shard.Tell(new Passivate(Sleep.Instance), _self);
        return false;
    }

    public void Left(Resident resident, bool isWanted) => _self.Tell(new HasLeft(isWanted), ActorRefs.NoSender);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Ask { Number: 0 } told:
                Put(new Told(told.Delivery));
                break;
            case Inquiry inquiry:
                if (ReferenceEquals(Sender, _desk))
                    _desk.TakeHere(inquiry.Number);
                Put(new ByLetter(inquiry, Sender) { Deadline = inquiry.Until });
                break;
            case WakeUp:
                _resident.Mailbox.Signal(Signals.Wake);
                break;
            case Sleep:
                _resident.Mailbox.Signal(Signals.Sleep);
                break;
            case Leave:
                _resident.Leave();
                break;
            case HasLeft { IsWanted: var isWanted }:
                _hasLeft = true;
                if (isWanted)
                    _shard.Tell(new WakeUp(_resident.Id));
                Context.Stop(_self);
                break;
        }
    }

    protected override void PostStop()
    {
        _around.Roster.Remove(_resident);
        if (_hasLeft)
            return;
        if (_resident.Phase is not (Phase.Asleep or Phase.Waking or Phase.Resting))
            _around.Log.StoppedWithEffects(_resident.Id);
        _resident.Leave();
    }

    private void Put(Post post)
    {
        if (_resident.Mailbox.Offer(post) is var reception and not Reception.Taken)
            _around.TurnAway(_kind, post, reception);
    }

    private sealed record HasLeft(bool IsWanted);
}

/// <summary>A question that came by letter: its answer goes to the desk of the node that asked.</summary>
internal sealed class ByLetter(Inquiry letter, IActorRef desk) : Question
{
    private volatile bool _isAnswered;

    public override Delivery? Delivery => (letter as Ask)?.Delivery;

    public override bool IsAnswered => _isAnswered;

    public override void Answer(object answer)
    {
        _isAnswered = true;
        desk.Answer(letter, answer);
    }
}

/// <summary>The shard has stopped sending to an idle entity, and it may go once its mail is done.</summary>
internal sealed record Sleep
{
    public static readonly Sleep Instance = new();
}

/// <summary>The shard goes elsewhere, or the node leaves: effects are disposed, askers told, then it may go.</summary>
internal sealed record Leave
{
    public static readonly Leave Instance = new();
}
