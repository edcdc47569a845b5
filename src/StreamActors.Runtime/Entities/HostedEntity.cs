using System.Collections.Concurrent;
using Akka.Actor;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>An entity with an actor on this node: the state that survives restarts, and what other parts may read.</summary>
internal sealed class HostedEntity(EntityId id)
{
    private int _senders;

    public EntityId Id => id;

    public IActorRef Actor { get; set; } = ActorRefs.Nobody;

    /// <summary>Consecutive crashes.</summary>
    public int Crashes { get; set; }

    /// <summary>Ignore the snapshot at the next recovery.</summary>
    public bool SnapshotIsBad { get; set; }

    /// <summary>It stops once its mailbox is empty; its shard buffers new messages.</summary>
    public volatile bool Sleeps;

    public volatile bool IsAwake;

    /// <summary>From the opening of its effects to their disposal.</summary>
    public volatile bool HasEffects;

    public volatile EntityMail? Mail;

    /// <summary>Its running timers.</summary>
    public volatile int Timers;

    /// <summary>Somebody may be sending to it past its shard: once it is told to sleep, check this, and then the mailbox.</summary>
    public bool HasSenders => Interlocked.CompareExchange(ref _senders, 0, 0) > 0; // a full fence

    private bool TakesDirectly => IsAwake && !Sleeps && Mail is { IsClosed: false };

    /// <summary>Saves an awake entity's messages the way through the mailboxes of its region and its shard.</summary>
    public bool TryTell(object message, IActorRef? sender)
    {
        if (!TakesDirectly)
            return false; // not counted: whoever goes by the shard must not keep it from stopping
        Interlocked.Increment(ref _senders);
        var takes = TakesDirectly;
        if (takes)
            Actor.Tell(message, sender);
        Interlocked.Decrement(ref _senders);
        return takes;
    }
}

/// <summary>All entities with an actor on this node: awake, recovering, or resting after a crash.</summary>
internal sealed class HostedEntities
{
    private readonly ConcurrentDictionary<EntityId, HostedEntity> _byId = new();

    public ICollection<HostedEntity> All => _byId.Values;

    public void Add(HostedEntity entity) => _byId[entity.Id] = entity;

    /// <returns>False if it was removed before.</returns>
    public bool Remove(HostedEntity entity) => _byId.TryRemove(new KeyValuePair<EntityId, HostedEntity>(entity.Id, entity));

    public HostedEntity? Find(EntityId id) => _byId.GetValueOrDefault(id);
}
