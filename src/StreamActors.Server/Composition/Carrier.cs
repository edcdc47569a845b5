using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>What carries the entities: the embedded runtime or a node of a cluster, as the house sees either.</summary>
/// <param name="Ended">Completes where it ends without being stopped from here.</param>
/// <param name="Stop">Ends everything under way, in good order.</param>
internal sealed record Carrier(IEntities Entities, ICluster Cluster, ITelemetry Telemetry, Task Ended, Func<ValueTask> Stop)
{
    /// <summary>What it has to show of the cluster to whoever comes by the management door: JSON by path, null where there is no cluster any more.</summary>
    public IReadOnlyDictionary<string, Func<string?>> Pages { get; init; } = new Dictionary<string, Func<string?>>(StringComparer.Ordinal);
}

/// <summary>What a carrier is given.</summary>
/// <param name="Akka">What the operator wrote for Akka itself.</param>
internal sealed record Ground(
    StreamActorsOptions Options, string Akka, IReadOnlyList<EntityKind> Kinds, Vocabulary Words,
    IDatabase Database, IJournal Journal, ITimeline Timeline, ITakeOvers TakeOvers, ILoggerFactory Logs, TimeProvider Time);
