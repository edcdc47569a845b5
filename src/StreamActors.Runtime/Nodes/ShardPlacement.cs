using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Allocates a shard to the node with the fewest shards. Live work is never rebalanced: a hand-off stops it
/// before it restarts, and no stream should pause because a node has joined.
/// </summary>
internal sealed class ShardPlacement(EntityKind kind, ILeaseHandover? handover) : IActorSystemDependentAllocationStrategy
{
    private readonly IShardAllocationStrategy _fewest = ShardAllocationStrategy.LeastShardAllocationStrategy(20, 0.1);

    public void Start(ActorSystem system) => (_fewest as IActorSystemDependentAllocationStrategy)?.Start(system);

    /// <summary>
    /// None while a removed node may still be at work: the shard is requested again soon. It does not wait here, because the allocations
    /// would be outdated by then.
    /// </summary>
    public Task<IActorRef> AllocateShard(IActorRef requester, string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) => handover is { AllSettled: false }
            ? Task.FromResult<IActorRef>(Nobody.Instance)
            : _fewest.AllocateShard(requester, shardId, currentShardAllocations);

    public Task<IImmutableSet<string>> Rebalance(IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress) =>
        kind.IsWanted is null
            ? _fewest.Rebalance(currentShardAllocations, rebalanceInProgress)
            : Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);
}
