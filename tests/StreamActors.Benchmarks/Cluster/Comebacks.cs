using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Benchmarks;

/// <summary>Kills one of two nodes with a thousand wanted entities: how long until all are active on the other.</summary>
internal static class Comebacks
{
    private const int Entities = 1000;
    private const int Rounds = 10;

    public static async Task Run()
    {
        List<double> seconds = [];
        for (var round = 0; round < Rounds; round++)
            seconds.Add(await Round(killTheLowest: round % 2 == 0));
        Console.WriteLine(
            $"| {Entities:N0} remembered entities back after kill -9 of one of two processes, lowest and highest address in turn, "
                + $"{Rounds} times: median; longest, s | {seconds.Order().ElementAt(Rounds / 2):N2}; {seconds.Max():N2} |");
    }

    private static async Task<double> Round(bool killTheLowest)
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        await using var one = await MemberProcess.Start("one", connection);
        await using var two = await MemberProcess.Start("two", connection, one);
        one.Tell($"light {Entities}");
        await Pace.Until(() => one.HasLit && one.Awake + two.Awake == Entities);
        while (await Wanted(connection) < Entities)
            await Pace.Once(100); // the table that the waker reads lags behind the journal
        var (victim, survivor) = one.Port < two.Port == killTheLowest ? (one, two) : (two, one);
        var moved = victim.Awake;
        var watch = Stopwatch.StartNew();
        await victim.Kill();
        await Pace.Until(() => survivor.Members.Length == 1);
        var removed = watch.Elapsed;
        await Pace.Until(() => survivor.Awake == Entities);
        Console.WriteLine(
            $"| … the {(killTheLowest ? "lowest" : "highest")} of them killed, with {moved}: removed; all back, s | "
                + $"{removed.TotalSeconds:N2}; {watch.Elapsed.TotalSeconds:N2} |");
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> Wanted(string connection)
    {
        await using var database = new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance);
        return await database.Read(
            async c =>
            {
                await using var command = c.CreateCommand();
                command.CommandText = "SELECT count(*) FROM wanted";
                return (long)(await command.ExecuteScalarAsync())!;
            },
            CancellationToken.None);
    }
}
