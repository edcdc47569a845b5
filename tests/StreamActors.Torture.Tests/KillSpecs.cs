using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Testing;
using Xunit.Abstractions;

namespace StreamActors.Torture.Tests;

/// <summary>STREAMACTORS_TORTURE=30 kills that often; the normal run kills a few times.</summary>
public sealed class KillSpecs(ITestOutputHelper output)
{
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("STREAMACTORS_TORTURE"), CultureInfo.InvariantCulture, out var kills) ? kills : 3;

    private const string Akka = "akka-persistence-sql";

    private Random Chance()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"The dice began with {seed}; {Kills} kills.");
        return new Random(seed);
    }

    [Fact]
    public Task Whatever_moment_the_server_is_killed_nothing_acknowledged_is_lost_on_SQLite() => OnSqlite();

    [Fact]
    public Task Whatever_moment_the_server_is_killed_nothing_acknowledged_is_lost_on_PostgreSQL() => OnPostgreSql();

    [Fact]
    [Trait("Runs", "long")]
    public Task Nor_by_Akka_Persistence_Sql_on_SQLite() => OnSqlite(Akka);

    [Fact]
    [Trait("Runs", "long")]
    public Task Nor_by_Akka_Persistence_Sql_on_PostgreSQL() => OnPostgreSql(Akka);

    [Fact]
    public Task When_PostgreSQL_itself_is_killed_nothing_acknowledged_is_lost_and_the_server_goes_on_by_itself() => WithoutPostgreSql();

    [Fact]
    [Trait("Runs", "long")]
    public Task When_PostgreSQL_itself_is_killed_Akka_Persistence_Sql_goes_on_by_itself() => WithoutPostgreSql(Akka);

    private async Task OnSqlite(params string[] plugin)
    {
        var folder = Directory.CreateTempSubdirectory("sa-torture-");
        try
        {
            var path = Path.Combine(folder.FullName, "journal.db");
            var crashWriter = new CrashWriter(["sqlite", path, .. plugin], Chance());
            for (var n = 0; n < Kills; n++)
                await crashWriter.KilledAtRandom();
            await Conclude(crashWriter, () => new SqliteDatabase(path, NullLogger<SqliteDatabase>.Instance));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task OnPostgreSql(params string[] plugin)
    {
        await using var postgres = await PostgresServer.Start(durable: true);
        var connection = await postgres.NewDatabase();
        var crashWriter = new CrashWriter(["postgres", connection, .. plugin], Chance());
        for (var n = 0; n < Kills; n++)
            await crashWriter.KilledAtRandom();
        await Conclude(crashWriter, () => new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance));
    }

    private async Task WithoutPostgreSql(params string[] plugin)
    {
        await using var postgres = await PostgresServer.Start(durable: true);
        var connection = await postgres.NewDatabase();
        var chance = Chance();
        var crashWriter = new CrashWriter(["postgres", connection, .. plugin], chance);
        for (var n = 0; n < Kills; n++)
        {
            await crashWriter.Round(chance.Next(1, 2000), async serverUnderTest =>
            {
                await postgres.Kill();
                await postgres.Run();
                var mark = $"after-{n}";
                string? reply;
                do
                    reply = await serverUnderTest.Ask("s0", mark);
                while (reply is not ("Done" or null));
                reply.ShouldBe("Done", "the server did not outlive its database");
                crashWriter.Acknowledged.TryAdd(mark, 0);
                serverUnderTest.Kill();
                await serverUnderTest.Ended();
            });
        }
        await Conclude(crashWriter, () => new PostgresDatabase(connection, NullLogger<PostgresDatabase>.Instance));
    }

    private async Task Conclude(CrashWriter crashWriter, Func<IDatabase> open)
    {
        await crashWriter.EveryIdStillAnswers();
        crashWriter.Strange.ShouldBeEmpty();
        output.WriteLine($"{crashWriter.Acknowledged.Count} commands were acknowledged.");
        await Findings.Check(open(), [.. crashWriter.Acknowledged.Keys]);
    }
}
