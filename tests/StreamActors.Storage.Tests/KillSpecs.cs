using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.JournalWriter;
using StreamActors.Kernel;
using StreamActors.Testing;
using Xunit.Abstractions;

namespace StreamActors.Storage.Tests;

/// <summary>
/// A child writes to many ids as fast as it can until it, or its database, is killed, after a varying number of acknowledgements.
/// STREAMACTORS_KILLS says how often. What a killed process has written is safe in the kernel, synced or not: that commits wait for the
/// sync is tested elsewhere.
/// </summary>
public sealed class Killed_while_writing(ITestOutputHelper output)
{
    private const int Ids = 40;

    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("STREAMACTORS_KILLS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_killed_process_leaves_every_acknowledged_event_in_SQLite_and_no_gap()
    {
        var folder = Directory.CreateTempSubdirectory("sa-kill-");
        var file = Path.Combine(folder.FullName, "journal.db");
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Child("sqlite", file);
            await Listen(child, acknowledged, Moment(kill), () =>
            {
                child.Kill();
                return Task.CompletedTask;
            });
            await Check(new SqliteDatabase(file, NullLogger<SqliteDatabase>.Instance), acknowledged);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_killed_process_leaves_every_acknowledged_event_in_PostgreSQL_and_no_gap()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Child("postgres", connection);
            await Listen(child, acknowledged, Moment(kill), () =>
            {
                child.Kill();
                return Task.CompletedTask;
            });
            await Check(new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance), acknowledged);
        }
    }

    [Fact]
    public async Task A_killed_PostgreSQL_has_every_acknowledged_event_and_no_gap()
    {
        await using var server = await PostgresServer.Start();
        var connection = await server.NewDatabase();
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Child("postgres", connection);
            var errors = await Listen(child, acknowledged, Moment(kill), server.Kill);
            child.ExitCode.ShouldBe(0, "the writers were told, and gave up:\n" + errors);
            await server.Run();
            await Check(new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance), acknowledged);
        }
    }

    [Fact]
    public async Task A_process_killed_while_it_stores_derived_state_leaves_a_whole_one()
    {
        var folder = Directory.CreateTempSubdirectory("sa-kill-");
        var (database, file) = (Path.Combine(folder.FullName, "journal.db"), Path.Combine(folder.FullName, "some.state"));
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Child("sqlite", database, "state", file);
            for (var line = 0; line < 2 + kill; line++)
                (await child.StandardOutput.ReadLineAsync()).ShouldNotBeNull();
            child.Kill(); // half of the state is written, or a little more
            await child.WaitForExitAsync();

            await using var again = new SqliteDatabase(database, NullLogger<SqliteDatabase>.Instance);
            await using var stream = await new DerivedStateFile(again, file, NullLogger<DerivedStateFile>.Instance)
                .Load(CancellationToken.None);
            using var state = new MemoryStream();
            await stream.ShouldNotBeNull().CopyToAsync(state);
            state.Length.ShouldBe(1 << 20);
            state.ToArray().Distinct().Count().ShouldBe(1);
        }
        folder.Delete(recursive: true);
    }

    private static int Moment(int kill) => 1 + (int)(StableHash.Fnv1A($"kill {kill}") % 700);

    private static Process Child(string kind, string place) => Child(kind, place, Ids.ToString(CultureInfo.InvariantCulture));

    private static Process Child(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        [typeof(Noted).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    }) ?? throw new InvalidOperationException("The writer did not start.");

    /// <summary>Records all acknowledgements to the end, and kills after that many.</summary>
    /// <returns>The error output of the child.</returns>
    private static async Task<string> Listen(Process child, Dictionary<string, long> acknowledged, int moment, Func<Task> kill)
    {
        var killing = Task.CompletedTask;
        var errors = child.StandardError.ReadToEndAsync();
        for (var count = 1; await child.StandardOutput.ReadLineAsync() is { } line; count++)
        {
            if (line.Split(' ') is [var id, var sequence] && long.TryParse(sequence, CultureInfo.InvariantCulture, out var number))
                acknowledged[id] = Math.Max(number, acknowledged.GetValueOrDefault(id));
            if (count == moment)
                killing = Task.Run(kill);
        }
        await killing;
        await child.WaitForExitAsync();
        return await errors;
    }

    private async Task Check(IDatabase database, Dictionary<string, long> acknowledged)
    {
        await using (database)
        {
            await JournalOpening.Run(database, Noted.Words, TimeProvider.System, CancellationToken.None);
            var report = await new JournalVerify(database, new EnvelopeFormat(Noted.Words), new SnapshotFormat(Noted.Words))
                .All(10, CancellationToken.None);
            report.Findings.ShouldBeEmpty();
            var stored = await database.Read(
                c => c.Command("SELECT persistence_id, max(sequence_number) FROM journal GROUP BY persistence_id")
                    .All(r => (Id: r.GetString(0), Last: r.GetInt64(1))),
                CancellationToken.None);
            var last = stored.ToDictionary(s => s.Id, s => s.Last, StringComparer.Ordinal);
            acknowledged.Count.ShouldBe(acknowledged.Count(a => last.GetValueOrDefault(a.Key) >= a.Value),
                "every acknowledged event is stored");
            output.WriteLine($"{report.Events} events stored, {acknowledged.Values.Sum()} acknowledged");
        }
    }
}
