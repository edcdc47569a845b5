using System.Diagnostics;

namespace StreamActors.Benchmarks;

/// <summary>The memory of an idle active entity: its order, the remembered commands, its mailbox, its actor.</summary>
internal static class IdleEntities
{
    private const int Entities = 10_000;
    private const int Events = 20;

    public static async Task Run()
    {
        var node = await Running.Start(new EntityKind("counter", new CounterDecider()), new BlankJournal(Events));
        var runtime = node.Entities;
        await runtime.Read(new EntityId("counter", "first"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable.Range(0, Entities)
                .Select(i => runtime.Read(new EntityId("counter", $"idle-{i}"), TimeSpan.FromMinutes(5)).AsTask()));
        var woken = watch.Elapsed;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Entities;
        await node.DisposeAsync();
        Console.WriteLine(
            $"| bytes per idle entity awake ({Entities:N0} entities of {Events} events, {Events} commands remembered, asked once) | "
                + $"{bytes:N0} |");
        Console.WriteLine($"| seconds to wake {Entities:N0} entities of {Events} events, no database | {woken.TotalSeconds:N2} |");
    }
}
