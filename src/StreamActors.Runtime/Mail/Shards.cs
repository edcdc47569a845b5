using Akka.Cluster.Sharding;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Extracts the entity of a message and its shard, which is the kind's own shard key and never changes.</summary>
internal sealed class Shards(EntityKind kind) : IMessageExtractor
{
    public string? EntityId(object message) => message switch
    {
        EntityMessage entityMessage => entityMessage.To.Id,
        _ => null,
    };

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message) is { } id ? kind.ShardKey(id) : null;

    public string ShardId(string entityId, object? messageHint = null) => kind.ShardKey(entityId);
}
