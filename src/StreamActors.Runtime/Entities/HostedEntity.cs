using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>An entity with an actor on this node: the state that survives restarts, and what other parts may read.</summary>
internal sealed class HostedEntity(EntityId id)
{
    public EntityId Id => id;

    /// <summary>Consecutive crashes.</summary>
    public int Crashes { get; set; }

    /// <summary>Ignore the snapshot at the next recovery.</summary>
    public bool SnapshotIsBad { get; set; }

    /// <summary>It stops once its mailbox is empty; its shard buffers new messages.</summary>
    public bool Sleeps { get; set; }

    public volatile bool IsAwake;

    /// <summary>From the opening of its effects to their disposal.</summary>
    public volatile bool HasEffects;

    public volatile EntityMail? Mail;

    /// <summary>Its running timers.</summary>
    public volatile int Timers;
}

/// <summary>All entities with an actor on this node: awake, recovering, or resting after a crash.</summary>
internal sealed class HostedEntities
{
    private readonly ConcurrentDictionary<EntityId, HostedEntity> _byId = new();

    public ICollection<HostedEntity> All => _byId.Values;

    public void Add(HostedEntity entity) => _byId[entity.Id] = entity;

    /// <returns>False if it was removed before.</returns>
    public bool Remove(HostedEntity entity) => _byId.TryRemove(new KeyValuePair<EntityId, HostedEntity>(entity.Id, entity));

    public bool IsAwake(EntityId id) => _byId.GetValueOrDefault(id) is { IsAwake: true };
}
