using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Storage.Tests.Following;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Waking;

public sealed class WakerSpecs
{
    private static readonly EntityId Always = new("follower", "projection-wanted");
    private static readonly EntityKind Remembered = LedgerDecider.Sender with
    {
        IsWanted = e => e switch { Sent { Amount: 0 } => false, Sent => true, _ => null },
    };

    private readonly StandingClock _clock = new();
    private readonly HandEntities _entities = new();

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Wanted_entities_follow_from_their_newest_event(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var projection = new WantedProjection([Remembered, LedgerDecider.Receiver]);
        await fresh.Database.Change(
            async transaction =>
            {
                foreach (var (kind, id, happened) in new (string, string, Event)[]
                {
                    ("sender", "on", new Sent(1, [])), ("sender", "on", new Sent(2, [])), ("sender", "off", new Sent(1, [])),
                    ("sender", "off", new Sent(0, [])),
                    ("sender", "never", new Credited(1)), ("sender", "back", new Sent(0, [])), ("sender", "back", new Sent(1, [])),
                    ("receiver", "other", new Sent(1, [])),
                })
                {
                    await projection.Apply(transaction, new Recorded(1, new EntityId(kind, id), 1, Guid.Empty,
                        new Envelope("test", null, default, null, default, happened)));
                }
                return 0;
            },
            default);
        (await Wanted(fresh)).ShouldBe(["sender/back", "sender/on"]);
        await fresh.Database.Change(async t => { await projection.Clear(t); return 0; }, default);
        (await Wanted(fresh)).ShouldBeEmpty();
    }

    [Theory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Nobody_is_woken_from_a_table_that_lags_behind_the_journal(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        await Journal(fresh, "sender/late", 1);
        await Want(fresh, "stale");
        await using var waker = New(fresh);
        waker.Start();
        (await _entities.Woken()).ShouldBe(Always, "it is the one that keeps the table");
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        _entities.NobodyElseIsWoken.ShouldBeTrue();

        await fresh.Database.Change(async t =>
        {
            await t.Run("DELETE FROM wanted");
            await t.Run("INSERT INTO wanted (kind, id) VALUES ('sender', 'late')");
            await Cursors.Put(t, "projection:wanted", 1);
            return 0;
        }, default);
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        await Round("late");
    }

    [Fact]
    public async Task Everybody_wanted_is_woken_at_the_start_every_five_seconds_and_when_a_member_is_gone()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        await Want(fresh, "a");
        await using var waker = New(fresh);
        waker.Start();
        (await _entities.Woken()).ShouldBe(Always);
        await Round("a");

        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        _entities.NobodyElseIsWoken.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await Round("a");

        await Want(fresh, "b");
        waker.MemberRemoved();
        await Round("a", "b");
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(1)); // messages to the lost node are lost
        await Round("a", "b");
    }

    [Fact]
    public async Task While_the_database_is_away_it_tries_again()
    {
        await using var fresh = await FreshDatabase.Of("SQLite");
        await Want(fresh, "a");
        await fresh.Database.Change(t => t.Run("ALTER TABLE wanted RENAME TO gone"), default);
        await using var waker = New(fresh);
        waker.Start();
        await _entities.Woken();
        (await _entities.Woken()).ShouldBe(Always);
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        await fresh.Database.Change(t => t.Run("ALTER TABLE gone RENAME TO wanted"), default);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Round("a");
    }

    private async Task Round(params string[] senders)
    {
        (await _entities.Woken()).ShouldBe(Always);
        var woken = new List<string>();
        foreach (var _ in senders)
            woken.Add((await _entities.Woken()).Id);
        woken.ShouldBe(senders, ignoreOrder: true);
    }

    private Waker New(FreshDatabase fresh) =>
        new(_entities, fresh.Database, new ProjectionRun(new WantedProjection([Remembered]), new HandFeed(), fresh.Database, _clock),
        [Always], _clock, NullLogger<Waker>.Instance);

    private static Task Want(FreshDatabase fresh, string id) =>
        fresh.Database.Change(t => t.Run("INSERT INTO wanted (kind, id) VALUES ('sender', @id)", ("id", id)), default);

    private static Task Journal(FreshDatabase fresh, string id, long sequence) => fresh.Database.Change(
        t => t.Run("INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) VALUES (0, false, @id, @sequence, "
            + "@message)", ("id", id), ("sequence", sequence), ("message", Array.Empty<byte>())), default);

    private static Task<List<string>> Wanted(FreshDatabase fresh) =>
        fresh.Database.Read(c => c.Command("SELECT kind, id FROM wanted ORDER BY kind, id").All(r => $"{r.GetString(0)}/{r.GetString(1)}"),
        default);
}
