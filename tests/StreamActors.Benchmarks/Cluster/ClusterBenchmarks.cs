using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Runtime.Akka;

namespace StreamActors.Benchmarks;

/// <summary>What is there in a build with Akka.NET.</summary>
internal static partial class ClusterBenchmarks
{
    static partial void Add(Dictionary<string, Func<Task>> benchmarks)
    {
        benchmarks.Add("comeback", Comebacks.Run);
        benchmarks.Add("kills", Kills.Run);
        benchmarks.Add("falsedowns", FalseDowns.Run);
    }

    static partial void Node(string[] words, ref Task? running) => running = MemberProgram.Run(words[0], words[1], words[2]);

    static partial void AddRuntime(List<Func<EntityKind, IJournal, Task<Running>>> runtimes) => runtimes.Add(static async (kind, journal) =>
    {
        var options = new AkkaRuntimeOptions("here", [kind], CounterWords.All) { Hocon = "akka.loglevel = WARNING" };
        var node = await ClusterNode.Start(options, journal, new NoTimeline(), TimeProvider.System, NullLoggerFactory.Instance, TimeSpan.FromSeconds(20));
        while (!node.Cluster.Members.Any(m => m.Status == "up"))
            await Pace.Once(20);
        return new Running("Akka.NET", node.Entities, node.DisposeAsync);
    });
}
