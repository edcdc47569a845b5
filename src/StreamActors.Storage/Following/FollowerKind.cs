using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// A reader that must run only once in the cluster is an entity of this kind, because an entity is active only once. It has no events and
/// no commands: while active, it reads.
/// </summary>
public static class FollowerKind
{
    public const string Name = "follower";

    public static EntityKind Of(IReadOnlyCollection<IFeedReader> readers, TimeProvider time, Func<double> chance, ILogger<IFeedReader> log)
    {
        var byName = readers.ToDictionary(r => r.Name, StringComparer.Ordinal);
        return new EntityKind(Name, new FollowerDecider())
        {
            IsWanted = static _ => null, // remembered without an event: see Always
            PassivateAfter = Timeout.InfiniteTimeSpan,
            Effects = (id, _) => byName.TryGetValue(id.Id, out var reader)
                ? new FollowerEffects(reader, time, chance, log)
                : throw new InvalidOperationException($"This program has no follower called '{id.Id}'."),
        };
    }

    /// <summary>For the waker: entities that must always be active.</summary>
    public static IReadOnlyList<EntityId> Always(IEnumerable<IFeedReader> readers) => [.. readers.Select(r => new EntityId(Name, r.Name))];
}

/// <summary>A follower stores only its cursor, which is not in the journal.</summary>
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
