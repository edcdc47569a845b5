using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>The settings of a cluster node. Timeouts of a single kind are in its <see cref="EntityKind"/>.</summary>
public sealed record AkkaRuntimeOptions(string Node, IReadOnlyList<EntityKind> Kinds, Vocabulary Vocabulary)
{
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>The operator's <c>akka { … }</c>, used as it is, except for what our own tables replace.</summary>
    public string Hocon { get; init; } = "";

    /// <summary>Akka.Persistence.Sql as the journal, instead of our own plugin.</summary>
    public AkkaPersistenceSql? Sql { get; init; }

    /// <summary>A lease here decides which side survives a partition; without it, <see cref="Hocon"/> applies.</summary>
    public ILeases? Leases { get; init; }

    /// <summary>The actor system's name, the same on all nodes.</summary>
    public string System { get; init; } = "streamactors";

    /// <summary>Default request timeout.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many entities may recover at once.</summary>
    public int WakesAtOnce { get; init; } = 64;

    /// <summary>Random, from 0 to below 1: spreads retries that would otherwise coincide.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <summary>Informed of every node that is no longer a member; until all of them are settled, no shard is allocated.</summary>
    public ILeaseHandover? Handover { get; init; }
}
