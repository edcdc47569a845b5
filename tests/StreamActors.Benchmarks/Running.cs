using StreamActors.Runtime.Embedded;

namespace StreamActors.Benchmarks;

/// <summary>One runtime at work, with one kind of entity.</summary>
internal sealed record Running(string Name, IEntities Entities, Func<ValueTask> Stop)
{
    /// <summary>All that are in this build, one after the other and each from nothing.</summary>
    public static IReadOnlyList<Func<EntityKind, IJournal, Task<Running>>> All { get; } = ClusterBenchmarks.Runtimes(Embedded);

    private static Task<Running> Embedded(EntityKind kind, IJournal journal)
    {
        var runtime = new EmbeddedRuntime([kind], journal, new NoTimeline(), TimeProvider.System, () => 0.5, "here");
        return Task.FromResult(new Running("embedded", runtime, () => new ValueTask(runtime.Stop(TimeSpan.FromSeconds(10)))));
    }
}

/// <summary>What a build with Akka.NET adds; without it, nothing.</summary>
internal static partial class ClusterBenchmarks
{
    public static void AddTo(Dictionary<string, Func<Task>> benchmarks) => Add(benchmarks);

    /// <returns>Null where this program is not to be a node, or cannot be one.</returns>
    public static Task? RunNode(string[] args)
    {
        Task? running = null;
        if (args is ["node", .. var words])
            Node(words, ref running);
        return running;
    }

    public static List<Func<EntityKind, IJournal, Task<Running>>> Runtimes(Func<EntityKind, IJournal, Task<Running>> embedded)
    {
        List<Func<EntityKind, IJournal, Task<Running>>> runtimes = [embedded];
        AddRuntime(runtimes);
        return runtimes;
    }

    static partial void Add(Dictionary<string, Func<Task>> benchmarks);

    static partial void Node(string[] words, ref Task? running);

    static partial void AddRuntime(List<Func<EntityKind, IJournal, Task<Running>>> runtimes);
}
