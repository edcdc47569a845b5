using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>An entity that has its actor on this node: what outlives the restarts after its crashes, and what others may look at.</summary>
internal sealed class HostedEntity(EntityId id)
{
    public EntityId Id => id;

    /// <summary>In a row.</summary>
    public int Crashes { get; set; }

    /// <summary>To be passed over at the next recovery.</summary>
    public bool SnapshotIsBad { get; set; }

    /// <summary>Goes to sleep as soon as its mail is done: its shard keeps what comes.</summary>
    public bool Sleeps { get; set; }

    public volatile bool IsAwake;

    /// <summary>From when its effects are opened to when they are disposed.</summary>
    public volatile bool HasEffects;

    public volatile EntityMail? Mail;

    /// <summary>Timers that run for it.</summary>
    public volatile int Timers;
}

/// <summary>All entities that have their actors on this node: awake, on the way, or resting after a crash.</summary>
internal sealed class HostedEntities
{
    private readonly ConcurrentDictionary<EntityId, HostedEntity> _byId = new();

    public ICollection<HostedEntity> All => _byId.Values;

    public void Add(HostedEntity entity) => _byId[entity.Id] = entity;

    /// <returns>False when it has been removed before.</returns>
    public bool Remove(HostedEntity entity) => _byId.TryRemove(new KeyValuePair<EntityId, HostedEntity>(entity.Id, entity));

    public bool IsAwake(EntityId id) => _byId.GetValueOrDefault(id) is { IsAwake: true };
}
