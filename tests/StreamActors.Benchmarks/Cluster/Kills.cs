using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Benchmarks;

/// <summary>
/// Two hundred entities written from both nodes, one of which is killed at random moments, repeatedly. Then the journal is checked: every
/// acknowledged event exists, none twice, and every entity had one writer at a time.
/// </summary>
internal static class Kills
{
    private const int Entities = 200;
    private const int Times = 20;

    public static async Task Run()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        var acknowledged = new ConcurrentBag<(string Id, long Version, string Command)>();
        var running = new List<MemberProcess> { await Writing("one", connection, null, acknowledged) };
        running.Add(await Writing("two", connection, running[0], acknowledged));
        for (var kill = 0; kill < Times; kill++)
        {
            await Pace.Once(Random.Shared.Next(500, 5000)); // the moment is random
            var victim = running[Random.Shared.Next(2)];
            running.Remove(victim);
            await victim.Kill();
            await Pace.Until(() => running[0].Members.Length == 1);
            running.Add(await Writing(victim.Name, connection, running[0], acknowledged));
            await victim.DisposeAsync();
        }
        foreach (var member in running)
            await member.DisposeAsync();
        await Check(connection, acknowledged);
    }

    private static async Task<MemberProcess> Writing(string name, string connection, MemberProcess? join,
        ConcurrentBag<(string, long, string)> acknowledged)
    {
        var member = await MemberProcess.Start(name, connection, join);
        member.Acknowledged = words => acknowledged.Add((words[1], long.Parse(words[2], CultureInfo.InvariantCulture), words[3]));
        member.Tell($"write {Entities}");
        return member;
    }

    private static async Task Check(string connection, IReadOnlyCollection<(string Id, long Version, string Command)> acknowledged)
    {
        await using var database = new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance);
        var journal = new SqlJournal(
            database, new EnvelopeFormat(Lanterns.Words), new SnapshotFormat(Lanterns.Words), new CommitSignal(), TimeProvider.System,
            NullLogger<SqlJournal>.Instance);
        var (lost, twice, gaps, returns, events, writers) = (0, 0, 0, 0, 0, 0);
        var byId = acknowledged.ToLookup(a => a.Id);
        for (var number = 0; number < Entities; number++)
        {
            List<Recorded> stored = [];
            await foreach (var recorded in journal.Read(Lanterns.Id(number), 0, CancellationToken.None))
                stored.Add(recorded);
            events += stored.Count;
            var commands = stored.ToDictionary(r => r.Sequence, r => r.Envelope.Command.ToString());
            lost += byId[Lanterns.Id(number).ToString()].Count(a => commands.GetValueOrDefault(a.Version) != a.Command);
            twice += stored.Count - commands.Values.Distinct().Count();
            gaps += stored.Where((r, i) => r.Sequence != i + 1).Count();
            var lives = stored.Select(r => r.Writer)
                .Aggregate(new List<Guid>(), (seen, w) => { if (seen.Count == 0 || seen[^1] != w) seen.Add(w); return seen; });
            writers += lives.Count;
            returns += lives.Count - lives.Distinct().Count(); // a writer that continued after its successor had begun
        }
        Console.WriteLine(
            $"| {Times} kills, {Entities} entities: events stored; acknowledged; acknowledged and lost; stored twice; gaps | "
                + $"{events:N0}; {acknowledged.Count:N0}; {lost}; {twice}; {gaps} |");
        Console.WriteLine(
            $"| … lives that wrote (`writer_uuid`); of them any that wrote on after its successor had begun | {writers:N0}; {returns} |");
        if (lost + twice + gaps + returns > 0)
            throw new InvalidOperationException("The journal is not as it was acknowledged.");
    }
}
