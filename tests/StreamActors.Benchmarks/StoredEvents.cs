using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Benchmarks;

/// <summary>Events stored per second through the runtime: one writer that waits for each reply, and a hundred of them.</summary>
internal static class StoredEvents
{
    private const int Writers = 100;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-");
        Console.WriteLine($"| syncs/s of this disk, 4 KiB each ({SlowSync.Named}) | {Syncs(Path.Combine(folder.FullName, "sync")):N0} |");
        foreach (var byAkka in (bool[])[false, true])
        {
            var file = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.db");
            await Measure("SQLite", byAkka, new SqliteDatabase(file, NullLogger<SqliteDatabase>.Instance));
        }
        folder.Delete(recursive: true);
        await using (var postgres = await PostgresServer.Start(durable: true))
        {
            foreach (var byAkka in (bool[])[false, true])
            {
                var database = new PostgresDatabase(await postgres.NewDatabase(), NullLogger<PostgresDatabase>.Instance);
                await Measure("PostgreSQL", byAkka, database);
            }
        }
        if (!SlowSync.IsOn)
            await SlowSync.Again("stored");
    }

    private static async Task Measure(string name, bool byAkka, IDatabase database)
    {
        await using var closing = database;
        await Schema.Prepare(database, TimeProvider.System, CancellationToken.None);
        var journal = new SqlJournal(
            database, new EnvelopeFormat(CounterWords.All), new SnapshotFormat(CounterWords.All), new CommitSignal(), TimeProvider.System,
            NullLogger<SqlJournal>.Instance);
        var sql = byAkka ? Running.AkkaPersistenceSqlOn(database) : null;
        var node = await Running.Start(new EntityKind("counter", new CounterDecider()), journal, sql);
        var runtime = node.Entities;
        await Rate(runtime, Writers); // warm
        List<(double One, double Many)> rates = [];
        var (cpu, commits) = (Environment.CpuUsage.TotalTime, database.Commits);
        for (var n = 0; n < 3; n++)
            rates.Add((await Rate(runtime, 1), await Rate(runtime, Writers)));
        cpu = Environment.CpuUsage.TotalTime - cpu;
        commits = database.Commits - commits;
        await node.DisposeAsync();
        var events = rates.Sum(r => (r.One + r.Many) * Round.TotalSeconds);
        var one = rates.Select(r => r.One).Order().ElementAt(1);
        var many = rates.Select(r => r.Many).Order().ElementAt(1);
        var ratio = rates.Select(r => r.Many / r.One).Order().ElementAt(1);
        var plugin = byAkka ? "Akka.Persistence.Sql" : "our plugin";
        Console.WriteLine(
            $"| events stored/s, {name} by {plugin}, {SlowSync.Named}: "
            + $"one writer; {Writers} writers; ratio (medians of 3 pairs); CPU of this process for each event; commits of our own "
            + $"| {one:N0}; {many:N0}; {ratio:N1}; {cpu.TotalMicroseconds / events:N0} µs; {commits:N0} |");
    }

    private static async Task<double> Rate(IEntities runtime, int writers)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(n => Task.Run(async () =>
        {
            var id = new EntityId("counter", $"stores-{n}");
            var count = 0;
            for (; watch.Elapsed < Round; count++)
            {
                if (await runtime.Ask(id, new Add(), new CommandId(Guid.NewGuid())) is not Done)
                    throw new InvalidOperationException("An event was not stored.");
            }
            return count;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static double Syncs(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        var watch = Stopwatch.StartNew();
        var count = 0;
        for (; watch.Elapsed < TimeSpan.FromSeconds(1); count++)
        {
            RandomAccess.Write(file, page, count * 4096L);
            RandomAccess.FlushToDisk(file);
        }
        return count / watch.Elapsed.TotalSeconds;
    }
}
