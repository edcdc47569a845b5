using System.Data.Common;
using StreamActors.Kernel;
using StreamActors.Storage.Tests.Following;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Projections;

public sealed class ProjectionRunSpecs
{
    private static readonly EntityId Anna = new("sender", "anna");
    private readonly HandFeed _feed = new();
    private readonly StandingClock _clock = new();

    /// <summary>A sum that shows events counted twice or not at all.</summary>
    private sealed class SumProjection : IProjection
    {
        public string Name => "sum";

        public int? FailAt { get; set; }

        public async Task Clear(DbTransaction transaction)
        {
            await transaction.Run("DROP TABLE IF EXISTS sums");
            await transaction.Run("CREATE TABLE sums (name text NOT NULL PRIMARY KEY, sum bigint NOT NULL)");
            await transaction.Run("INSERT INTO sums (name, sum) VALUES ('all', 0)");
        }

        public async Task Apply(DbTransaction transaction, Recorded recorded)
        {
            await transaction.Run("UPDATE sums SET sum = sum + @amount", ("amount", (long)((Sent)recorded.Envelope.Event).Amount));
            if (FailAt == recorded.Position)
            {
                FailAt = null;
                throw new InvalidOperationException("a crash in the middle of a batch");
            }
        }
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Each_event_counts_once_though_the_run_fails_in_the_middle_of_a_batch(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var projection = new SumProjection { FailAt = 130 };
        Store(250);
        var run = Run(projection, fresh.Database);
        await Should.ThrowAsync<InvalidOperationException>(() => run.Run(default));
        (await Sum(fresh)).ShouldBe(await Cursor(fresh), "rows and cursor move together");
        (await Cursor(fresh)).ShouldBeLessThan(130);
        await Until(run, fresh, 250);
        (await Sum(fresh)).ShouldBe(250);
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Two_that_run_at_once_count_nothing_twice(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        await using var elsewhere = fresh.Another();
        Store(500);
        await Run(new SumProjection(), fresh.Database).Rebuild(default);
        await Task.WhenAll(Until(Run(new SumProjection(), fresh.Database), fresh, 500),
            Until(Run(new SumProjection(), elsewhere), fresh, 500));
        (await Sum(fresh)).ShouldBe(500);
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task It_is_rebuilt_from_the_beginning_also_while_it_runs_and_nothing_new_comes(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        Store(20);
        var run = Run(new SumProjection(), fresh.Database);
        await Until(run, fresh, 20);
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => run.Run(stop.Token));
        await fresh.Database.Change(t => t.Run("UPDATE sums SET sum = 4711"), default);
        await run.Rebuild(default);
        (await Sum(fresh)).ShouldBe(0);
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, _clock.Waiting(1));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }
        await Should.ThrowAsync<InvalidOperationException>(() => running); // so that it starts again
        await Until(run, fresh, 20);
        (await Sum(fresh)).ShouldBe(20);
    }

    private void Store(int count)
    {
        for (var i = 1; i <= count; i++)
            _feed.Store(Anna, i, new Sent(1, []));
    }

    private ProjectionRun Run(SumProjection projection, IDatabase database) => new(projection, _feed, database, _clock);

    /// <summary>Runs it as its entity would: again after each failure, until it is complete.</summary>
    private static async Task Until(ProjectionRun run, FreshDatabase fresh, long position)
    {
        while (await Cursor(fresh) != position)
        {
            using var stop = new CancellationTokenSource();
            var running = Task.Run(() => run.Run(stop.Token));
            while (!running.IsCompleted && await Cursor(fresh) != position)
                await Task.Yield();
            await stop.CancelAsync();
            await running.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private static async Task<long> Cursor(FreshDatabase fresh) => await new Cursors(fresh.Database).Find("projection:sum", default) ?? -1;

    private static Task<long> Sum(FreshDatabase fresh) =>
        fresh.Database.Read(async c => Convert.ToInt64(await c.One<object>("SELECT sum FROM sums"), null), default);
}
