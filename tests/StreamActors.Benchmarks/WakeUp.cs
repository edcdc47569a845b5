using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Runtime;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Benchmarks;

/// <summary>Activates all entities at once from a real database, as after a start: replay, effects, Resume.</summary>
internal static class WakeUp
{
    private const int Entities = 10_000;
    private const int Events = 20;

    private static readonly EntityId[] Ids = [.. Enumerable.Range(0, Entities).Select(i => new EntityId("counter", $"wakes-{i}"))];

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-");
        await Both("SQLite", new SqliteDatabase(Path.Combine(folder.FullName, "journal.db"), NullLogger<SqliteDatabase>.Instance));
        folder.Delete(recursive: true);
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        await Both("PostgreSQL", new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance));
    }

    private static async Task Both(string name, IDatabase database)
    {
        await Schema.Prepare(database, TimeProvider.System, CancellationToken.None);
        var journal = new SqlJournal(
            database, new EnvelopeFormat(CounterWords.All), new SnapshotFormat(CounterWords.All), new CommitSignal(), TimeProvider.System,
            NullLogger<SqlJournal>.Instance);
        foreach (var some in Ids.Chunk(500))
            await Task.WhenAll(
                some.Select(id => journal.Append(id, 0, Guid.NewGuid(), [.. Enumerable.Range(0, Events).Select(_ => Past())])));
        await Measure($"{name} by our plugin", journal, null);
        await Measure($"{name} by Akka.Persistence.Sql", journal, Running.AkkaPersistenceSqlOn(database));
        await database.DisposeAsync();
    }

    private static async Task Measure(string name, SqlJournal journal, AkkaPersistenceSql? sql)
    {
        List<double> seconds = [];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 3; i++)
            seconds.Add(await Wake(journal, sql));
        cpu = (Environment.CpuUsage.TotalTime - cpu) / 3;
        seconds.Sort();
        Console.WriteLine(
            $"| seconds to wake {Entities:N0} entities of {Events} events, {name} (median of 3, first included; CPU of this process) | "
                + $"{seconds[1]:N2}; {cpu.TotalSeconds:N2} |");
    }

    private static async Task<double> Wake(IJournal journal, AkkaPersistenceSql? sql)
    {
        var node = await Running.Start(new EntityKind("counter", new CounterDecider()), journal, sql);
        var watch = Stopwatch.StartNew();
        var readings = await Task.WhenAll(Ids.Select(id => node.Entities.Read(id, TimeSpan.FromMinutes(5)).AsTask()));
        var woken = watch.Elapsed.TotalSeconds;
        if (readings.Any(r => r.Order is not Total { Sum: Events }))
            throw new InvalidOperationException("An entity woke with another order than it was stored with.");
        await node.DisposeAsync();
        return woken;
    }

    private static Envelope Past() => new("ada", null, new CommandId(Guid.NewGuid()), null, DateTimeOffset.UnixEpoch, new Added(1));
}
