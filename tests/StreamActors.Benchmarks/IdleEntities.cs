using System.Diagnostics;
using StreamActors.Runtime.Embedded;

namespace StreamActors.Benchmarks;

/// <summary>What an awake entity costs that has nothing to do: its order, the commands it remembers, its mailbox, its place.</summary>
internal static class IdleEntities
{
    private const int Entities = 10_000;
    private const int Events = 20;

    public static async Task Run()
    {
        var kind = new EntityKind("counter", new CounterDecider());
        var runtime = new EmbeddedRuntime([kind], new BlankJournal(Events), new NoTimeline(), TimeProvider.System, () => 0.5, "here");
        await runtime.Read(new EntityId("counter", "first"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Entities).Select(i => runtime.Read(new EntityId("counter", $"idle-{i}")).AsTask()));
        var woken = watch.Elapsed;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Entities;
        await runtime.Stop(TimeSpan.FromSeconds(10));
        Console.WriteLine($"| bytes per idle entity awake ({Entities:N0} entities of {Events} events, {Events} commands remembered, asked once) | {bytes:N0} |");
        Console.WriteLine($"| seconds to wake {Entities:N0} entities of {Events} events, no database | {woken.TotalSeconds:N2} |");
    }
}
