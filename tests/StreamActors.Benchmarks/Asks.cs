using System.Diagnostics;

namespace StreamActors.Benchmarks;

/// <summary>Requests to active entities, each awaited by its caller before the next, over a journal that takes no time.</summary>
internal static class Asks
{
    private const int Entities = 1000;
    private const int Askers = 256;

    public static async Task Run()
    {
        await Measure("asks/s in memory, each storing one event", new Add());
        await Measure("asks/s in memory, storing nothing", new ReadCounter());
    }

    private static async Task Measure(string what, Command command)
    {
        var kind = new EntityKind("counter", new CounterDecider()) { SnapshotEvery = int.MaxValue };
        var node = await Running.Start(kind, new BlankJournal(0));
        var runtime = node.Entities;
        var ids = Enumerable.Range(0, Entities).Select(i => new EntityId("counter", $"c{i}")).ToArray();
        await Round(runtime, ids, command, TimeSpan.FromSeconds(3)); // warm
        List<double> rates = [];
        var (cpu, bytes, asks) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), 0.0);
        for (var i = 0; i < 5; i++)
        {
            rates.Add(await Round(runtime, ids, command, TimeSpan.FromSeconds(2)));
            asks += rates[^1] * 2;
        }
        var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / asks;
        await node.DisposeAsync();
        rates.Sort();
        Console.WriteLine($"| {what} ({Entities} entities, {Askers} askers; median of 5, best {rates[^1]:N0}) | {rates[2]:N0} |");
        Console.WriteLine($"| … CPU of one such ask, µs; bytes allocated | {each:N2}; {(GC.GetTotalAllocatedBytes() - bytes) / asks:N0} |");
    }

    private static async Task<double> Round(IEntities runtime, EntityId[] ids, Command command, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Askers).Select(n => Task.Run(async () =>
        {
            var count = 0;
            for (var i = n; watch.Elapsed < time; i = (i + 7) % ids.Length)
            {
                // A command id that is as cheap as possible: creating ids is not what is measured.
                var id = new CommandId(new Guid(n, (short)count, (short)(count >> 16), 0, 0, 0, 0, 0, 0, 0, 1));
                if (await runtime.Ask(ids[i], command, id) is not Done)
                    throw new InvalidOperationException("An ask was not done.");
                count++;
            }
            return count;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }
}
