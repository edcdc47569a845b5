using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Runtime;

namespace StreamActors.Benchmarks;

/// <summary>A single node at work, with one kind of entity.</summary>
internal static class Running
{
    public static Task<ClusterNode> Start(EntityKind kind, IJournal journal) => ClusterNode.Start(
        new AkkaRuntimeOptions("here", [kind], CounterWords.All)
        {
            Cluster = new ClusterSettings { IsAlone = true },
            Hocon = "akka.loglevel = WARNING",
        },
        journal, new NoTimeline(), TimeProvider.System, NullLoggerFactory.Instance, TimeSpan.FromSeconds(20));
}
