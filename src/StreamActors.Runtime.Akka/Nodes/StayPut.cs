using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace StreamActors.Runtime.Akka;

/// <summary>
/// A shard goes to the node with the fewest, and what does live work then stays there: a hand-off stops before it
/// starts, and no stream is to pause because a node has joined.
/// </summary>
internal sealed class StayPut : IActorSystemDependentAllocationStrategy
{
    private readonly IShardAllocationStrategy _fewest = ShardAllocationStrategy.LeastShardAllocationStrategy(20, 0.1);

    public static IShardAllocationStrategy For(bool doesLiveWork) => doesLiveWork ? new StayPut() : new StayPut()._fewest;

    public void Start(ActorSystem system) => (_fewest as IActorSystemDependentAllocationStrategy)?.Start(system);

    public Task<IActorRef> AllocateShard(IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        _fewest.AllocateShard(requester, shardId, currentShardAllocations);

    public Task<IImmutableSet<string>> Rebalance(IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
        Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);
}
