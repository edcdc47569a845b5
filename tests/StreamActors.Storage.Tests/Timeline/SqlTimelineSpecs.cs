using System.Data.Common;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Timeline;

public sealed partial class SqlTimelineSpecs
{
    private static readonly EntityId Output = new("output", "twitch");
    private readonly StandingClock _clock = new();

    internal sealed record StreamKeySet(string Url, SealedSecret Key, IReadOnlyList<SealedSecret> Older, Secret? Clear) : Event;

    internal sealed record ChildExited(int Code) : Fact;

    internal sealed record Unwritable(object Thing) : Fact;

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(StreamKeySet))]
    [JsonSerializable(typeof(Unwritable))]
    private sealed partial class Json : JsonSerializerContext;

    private static readonly Vocabulary Words =
        new Vocabulary().Add("stream-key-set", 2, Json.Default.StreamKeySet).Add("unwritable", 1, Json.Default.Unwritable);

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task An_event_is_told_by_its_stored_name_with_its_secrets_masked_and_a_fact_by_its_type(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var box = new SealedSecret(Guid.NewGuid(), "c2VjcmV0");
        var told = await Told(
            fresh.Database,
            new Moment(_clock.GetUtcNow(), Output, "n1", 7, "anna", new StreamKeySet("rtmp://a", box, [box], new Secret("clear"))),
            new Moment(_clock.GetUtcNow().AddSeconds(1), Output, "n1", null, "system", new ChildExited(1)));
        told.Select(e => (e.Id, e.Node, e.Sequence, e.Who, e.Name, e.Detail)).ShouldBe(
        [
            (Output, "n1", null, "system", "child-exited", "{}"),
            (Output, "n1", 7, "anna", "stream-key-set", """{"url":"rtmp://a","key":"***","older":["***"],"clear":"***"}"""),
        ]);
        told[1].At.ShouldBe(_clock.GetUtcNow());
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task It_reads_newest_first_by_entity_kind_and_time_page_by_page(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var start = _clock.GetUtcNow();
        await using var timeline = New(fresh.Database);
        for (var i = 0; i < 30; i++) // three at each instant, so pages must be separated by position
            timeline.Append(Exit(i, start.AddSeconds(i / 3), i % 2 == 0 ? Output : new EntityId("input", "obs")));
        await timeline.DisposeAsync();

        var all = await timeline.Read(new TimelineQuery(), default);
        all.Count.ShouldBe(30);
        all.Select(e => (e.At, e.Position)).ShouldBeInOrder(SortDirection.Descending);
        var pages = new List<TimelineEntry>();
        for (TimelineEntry? last =
            null; await timeline.Read(new TimelineQuery(After: last, Count: 7), default) is { Count: > 0 } page; last = page[^1])
            pages.AddRange(page);
        pages.ShouldBe(all);
        (await timeline.Read(new TimelineQuery(Id: Output), default)).ShouldBe(all.Where(e => e.Id == Output));
        (await timeline.Read(new TimelineQuery(Kind: "input"), default)).ShouldBe(all.Where(e => e.Id.Kind == "input"));
        (await timeline.Read(new TimelineQuery { Hidden = ["input", "user"] }, default)).ShouldBe(all.Where(e => e.Id.Kind != "input"));
        (await timeline.Read(new TimelineQuery(From: start.AddSeconds(2), Until: start.AddSeconds(4)), default)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task Telling_it_never_waits_and_what_does_not_fit_is_counted()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var gate = new GatedDatabase(fresh.Database);
        var timeline = New(gate);
        timeline.Append(Exit(0, _clock.GetUtcNow()));
        await gate.Reached; // the writer waits for the database, and takes nothing more from the queue
        for (var i = 0; i < 10_005; i++)
            timeline.Append(Exit(i, _clock.GetUtcNow()));
        timeline.Dropped.ShouldBe(5);
        gate.Open();
        await timeline.DisposeAsync();
        (await Count(fresh.Database)).ShouldBe(10_001);
        timeline.Append(Exit(1, _clock.GetUtcNow()));
        timeline.Dropped.ShouldBe(6, "and after the end it still does not throw");
    }

    [Fact]
    public async Task While_the_database_is_away_moments_wait_and_are_written_once()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var gate = new GatedDatabase(fresh.Database) { FailFirst = 3 };
        var timeline = New(gate);
        timeline.Append(Exit(0, _clock.GetUtcNow()));
        gate.Open();
        for (var i = 0; i < 3; i++)
        {
            await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }
        await timeline.DisposeAsync();
        (await Count(fresh.Database)).ShouldBe(1);
        timeline.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_written_down_keeps_its_name_and_stops_nobody()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        var told = await Told(fresh.Database, new Moment(_clock.GetUtcNow(), Output, "n1", null, "system",
            new Unwritable(new Action(() => { }))), Exit(1, _clock.GetUtcNow()));
        told.Select(e => e.Name).ShouldBe(["child-exited", "unwritable"]);
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task The_table_is_bounded_by_age_and_by_count(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        await using (var timeline = New(fresh.Database))
        {
            for (var i = 0; i < 50; i++)
                timeline.Append(Exit(i, _clock.GetUtcNow().AddDays(-40)));
            for (var i = 0; i < 50; i++)
                timeline.Append(Exit(i, _clock.GetUtcNow()));
        }
        (await Count(fresh.Database)).ShouldBe(100);

        await OneMinuteLater(fresh.Database, new TimelineBounds(TimeSpan.FromDays(30), 1000));
        (await Count(fresh.Database)).ShouldBe(51);
        await OneMinuteLater(fresh.Database, new TimelineBounds(TimeSpan.FromDays(30), 20));
        (await Count(fresh.Database)).ShouldBe(20);
    }

    private async Task OneMinuteLater(IDatabase database, TimelineBounds bounds)
    {
        await using var timeline = New(database, bounds);
        _clock.Advance(TimeSpan.FromMinutes(1));
        timeline.Append(Exit(0, _clock.GetUtcNow()));
    }

    private async Task<IReadOnlyList<TimelineEntry>> Told(IDatabase database, params Moment[] moments)
    {
        var timeline = New(database);
        foreach (var moment in moments)
            timeline.Append(moment);
        await timeline.DisposeAsync();
        return await timeline.Read(new TimelineQuery(), default);
    }

    private SqlTimeline New(IDatabase database, TimelineBounds? bounds = null) =>
        new(database, Words, bounds ?? TimelineBounds.Usual, _clock, NullLogger<SqlTimeline>.Instance);

    private static Moment Exit(int code, DateTimeOffset at, EntityId? id = null) =>
        new(at, id ?? Output, "n1", null, "system", new ChildExited(code));

    private static Task<long> Count(IDatabase database) => database.Read(c => c.One<long>("SELECT count(*) FROM timeline"), default);
}

/// <summary>A database whose changes wait at a gate; the first few fail.</summary>
internal sealed class GatedDatabase(IDatabase inner) : IDatabase
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int FailFirst { get; set; }

    public Task Reached => _reached.Task;

    public string Description => inner.Description;

    public Dialect Dialect => inner.Dialect;

    public long Commits => inner.Commits;

    public void Open() => _gate.TrySetResult();

    public Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop) => inner.Read(work, stop);

    public async Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop)
    {
        _reached.TrySetResult();
        await _gate.Task;
        return FailFirst-- > 0 ? throw new DatabaseUnavailableException("away") : await inner.Change(work, stop);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
