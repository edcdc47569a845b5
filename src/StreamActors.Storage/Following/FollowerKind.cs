using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Whoever must read the feed only once over all nodes is an entity of this kind: the single writer of an id is the single
/// reader. It has no events and no commands; awake, it runs.
/// </summary>
public static class FollowerKind
{
    public const string Name = "follower";

    public static EntityKind Of(IReadOnlyCollection<IFeedReader> readers, TimeProvider time, Func<double> chance, ILogger<IFeedReader> log)
    {
        var byName = readers.ToDictionary(r => r.Name, StringComparer.Ordinal);
        return new EntityKind(Name, new FollowerDecider())
        {
            Wants = static _ => null, // remembered, though no event says so: see Always
            PassivateAfter = Timeout.InfiniteTimeSpan,
            Effects = (id, _) => byName.TryGetValue(id.Id, out var reader)
                ? new FollowerEffects(reader, time, chance, log)
                : throw new InvalidOperationException($"This program has no follower called '{id.Id}'."),
        };
    }

    /// <summary>For the waker: what is wanted awake whatever the journal says.</summary>
    public static IReadOnlyList<EntityId> Always(IEnumerable<IFeedReader> readers) => [.. readers.Select(r => new EntityId(Name, r.Name))];
}

/// <summary>A follower has nothing to store but its cursor, which is not in the journal.</summary>
public sealed record FollowerOrder
{
    public static readonly FollowerOrder Run = new();
}

public sealed record RunFollower : Effect;

internal sealed class FollowerDecider : Decider<FollowerOrder, FollowerOrder>
{
    public override FollowerOrder NoOrder => FollowerOrder.Run;

    public override FollowerOrder NoLive => FollowerOrder.Run;

    public override Decision Decide(FollowerOrder order, FollowerOrder live, Command command) => throw Unknown(command);

    public override FollowerOrder Evolve(FollowerOrder order, Event happened) => throw Unknown(happened);

    public override IEnumerable<Effect> Resume(FollowerOrder order) => [new RunFollower()];
}
