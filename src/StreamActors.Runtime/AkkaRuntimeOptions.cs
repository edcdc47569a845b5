using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>What a node of the cluster is made of. Times that belong to one kind are in its <see cref="EntityKind"/>.</summary>
public sealed record AkkaRuntimeOptions(string Node, IReadOnlyList<EntityKind> Kinds, Vocabulary Vocabulary)
{
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>What an operator writes in <c>akka { … }</c>: taken as it is, save for what our own tables take the place of.</summary>
    public string Hocon { get; init; } = "";

    /// <summary>Stores and reads events in place of our own plugin.</summary>
    public AkkaPersistenceSql? Sql { get; init; }

    /// <summary>Who decides after a partition or a death is settled by a lease here; without it, as <see cref="Hocon"/> says.</summary>
    public ILeases? Leases { get; init; }

    /// <summary>The same in all nodes of a cluster.</summary>
    public string System { get; init; } = "streamactors";

    /// <summary>How long an asker waits who names no deadline.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many entities read the journal at once to wake.</summary>
    public int WakesAtOnce { get; init; } = 16;

    /// <summary>From 0 to below 1; spreads what would otherwise come back all at once.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <summary>Hears of every node that is no member any more; until all of them are settled, no shard is given a new place.</summary>
    public ITakeOvers? TakeOvers { get; init; }
}
