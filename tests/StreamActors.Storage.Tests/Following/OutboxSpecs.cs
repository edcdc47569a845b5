using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Following;

public sealed class OutboxSpecs : IAsyncLifetime
{
    private static readonly EntityId Anna = new("sender", "anna"), Bert = new("sender", "bert");
    private readonly HandFeed _feed = new();
    private readonly HandEntities _entities = new();
    private readonly HandTimeline _timeline = new();
    private readonly StandingClock _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private FreshDatabase _fresh = null!;

    public async Task InitializeAsync() => _fresh = await FreshDatabase.Of("SQLite");

    public async Task DisposeAsync() => await _fresh.DisposeAsync();

    [Fact]
    public async Task A_command_carries_its_follower_its_cause_and_an_id_that_follows_from_them()
    {
        _feed.Store(Anna, 7, new Sent(5, ["x", "y"]));
        var run = Run();
        var (first, second) = (await _entities.Next(), await _entities.Next());
        first.Command.Origin.ShouldBe(new Origin("follower:ledger", Cause: new Cause(Anna, 7)));
        first.Id.ShouldBe(CommandId.Of("follower:ledger|sender/anna#7"));
        new[] { first.To.Id, second.To.Id }.ShouldBe(["x", "y"], ignoreOrder: true);
        first.Done();
        second.Done();
        await Ended(run);
        (await Cursor()).ShouldBe(1);
    }

    [Fact]
    public async Task One_receiver_gets_commands_in_order_without_delaying_others()
    {
        _feed.Store(Anna, 1, new Sent(1, ["slow"]));
        _feed.Store(Anna, 2, new Sent(2, ["slow"]));
        _feed.Store(Bert, 1, new Sent(3, ["slow", "quick"]));
        _feed.Store(Anna, 3, new Sent(4, ["quick"]));
        var run = Run();
        var one = await _entities.Next();
        var quick = await _entities.Next();
        if (one.To.Id == "quick")
            (one, quick) = (quick, one);
        quick.Command.ShouldBeOfType<Credit>().Amount.ShouldBe(3);
        quick.Done();
        (await Next(quick.To)).Done();
        _entities.NobodyElseIsAsked.ShouldBeTrue("the slow one has not answered its first");
        foreach (var amount in new[] { 1, 2, 3 })
        {
            one.Command.ShouldBeOfType<Credit>().Amount.ShouldBe(amount);
            one.To.Id.ShouldBe("slow");
            one.Done();
            if (amount < 3)
                one = await _entities.Next();
        }
        await Ended(run);
        (await Cursor()).ShouldBe(4);
    }

    [Fact]
    public async Task The_cursor_never_passes_an_undelivered_command()
    {
        _feed.Store(Anna, 1, new Sent(1, ["a"]));
        _feed.Store(Anna, 2, new Sent(2, ["b"]));
        _feed.Store(Anna, 3, new Sent(3, ["c"]));
        _feed.Store(Anna, 4, new Sent(4, []));
        var run = Run();
        var asked = new[] { await _entities.Next(), await _entities.Next(), await _entities.Next() }.ToDictionary(a => a.To.Id);
        asked["a"].Done();
        asked["c"].Done();
        await _stop.CancelAsync();
        asked["b"].Answer(new Unknown("the node died"));
        await run;
        (await Cursor()).ShouldBe(1);

        var again = Run(new CancellationTokenSource());
        var repeats = new[] { await _entities.Next(), await _entities.Next() }.ToDictionary(a => a.To.Id);
        repeats["b"].Id.ShouldBe(asked["b"].Id);
        repeats["c"].Id.ShouldBe(asked["c"].Id);
        again.IsCompleted.ShouldBeFalse();
    }

    public static TheoryData<string> Setbacks => ["busy", "crashed", "unknown", "throws"];

    [Theory, MemberData(nameof(Setbacks))]
    public async Task Failed_deliveries_are_retried_with_back_off_and_jitter(string setback)
    {
        _feed.Store(Anna, 1, new Sent(1, ["a"]));
        var run = Run();
        var id = default(CommandId);
        foreach (var pause in new[] { 90, 180, 360 }) // 100 ms, doubled each time; a random value of a quarter takes off a tenth
        {
            var asked = await _entities.Next();
            id = id == default ? asked.Id : id;
            asked.Id.ShouldBe(id);
            if (setback == "throws")
                asked.Reply.SetException(new TimeoutException("no answer"));
            else
                asked.Answer(setback switch { "busy" => new Busy(), "crashed" => new Crashed("why"), _ => new Unknown("why") });
            await _clock.Waiting(2).WaitAsync(TimeSpan.FromSeconds(30)); // the pause, and the timer of the cursor
            _clock.Advance(TimeSpan.FromMilliseconds(pause - 1));
            _entities.NobodyElseIsAsked.ShouldBeTrue();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        (await _entities.Next()).Done();
        await Ended(run);
        (await Cursor()).ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_is_told_to_the_timeline()
    {
        _feed.Store(Anna, 1, new Sent(1, ["a"]));
        var run = Run();
        (await _entities.Next()).Answer(new Refused(new Refusal("closed", "The account is closed.")));
        await Ended(run);
        (await Cursor()).ShouldBe(1);
        _timeline.Moments.ShouldBe([new Moment(_clock.GetUtcNow(), new EntityId("receiver", "a"), "n1", null, "follower:ledger",
            new CommandRefused("ledger", "sender/anna#1", "Credit", "closed", "The account is closed."))]);
    }

    [Fact]
    public async Task Two_commands_for_one_receiver_of_one_event_stop_the_follower_with_a_reason()
    {
        _feed.Store(Anna, 1, new Sent(1, ["a", "a"]));
        (await Should.ThrowAsync<InvalidOperationException>(() => Run())).Message.ShouldContain("sender/anna#1");
        (await Cursor()).ShouldBeNull();
    }

    [Fact]
    public async Task No_more_than_the_window_is_under_way()
    {
        for (var i = 1; i <= 10; i++)
            _feed.Store(Anna, i, new Sent(i, [$"r{i}"]));
        var run = Run(window: 4);
        var asked = new[] { await _entities.Next(), await _entities.Next(), await _entities.Next(), await _entities.Next() };
        _entities.NobodyElseIsAsked.ShouldBeTrue();
        asked[2].Done();
        (await _entities.Next()).Command.ShouldBe(new Credit(5) { Origin = new Origin("follower:ledger", Cause: new Cause(Anna, 5)) });
        await _stop.CancelAsync();
        run.IsCompleted.ShouldBeFalse("it waits for those that are under way");
    }

    [Fact]
    public async Task However_little_is_under_way_a_follower_with_a_stuck_receiver_runs_only_so_far_ahead_of_its_cursor()
    {
        _feed.Store(Anna, 1, new Sent(1, ["stuck"]));
        for (var i = 2; i <= 6; i++)
        {
            _feed.Store(Bert, i, new Sent(i, ["quick"]));
            _feed.Store(Bert, 100 + i, new Sent(i, [])); // has no receiver, and does not count
        }
        var run = Run(ahead: 4);
        var asked = new List<HandEntities.Asked> { await _entities.Next(), await _entities.Next() };
        var stuck = asked.Single(a => a.To.Id == "stuck");
        var quick = asked.Single(a => a.To.Id == "quick");
        foreach (var amount in new[] { 2, 3, 4 })
        {
            quick.Command.ShouldBeOfType<Credit>().Amount.ShouldBe(amount);
            quick.Done();
            if (amount < 4)
                quick = await _entities.Next();
        }
        for (var i = 0; i < 200; i++)
            await Task.Run(static () => { });
        _entities.NobodyElseIsAsked.ShouldBeTrue("four lie beyond the cursor");
        stuck.Done();
        var next = await _entities.Next();
        next.Command.ShouldBeOfType<Credit>().Amount.ShouldBe(5);
        (await Cursor()).ShouldNotBeNull("it was stored at once, and not a second later").ShouldBeGreaterThanOrEqualTo(5);
        next.Done();
        (await _entities.Next()).Done();
        await Ended(run);
        (await Cursor()).ShouldBe(11);
    }

    [Fact]
    public async Task A_follower_far_ahead_of_a_cursor_that_cannot_be_stored_tries_again_and_goes_on()
    {
        for (var i = 1; i <= 3; i++)
            _feed.Store(Anna, i, new Sent(i, ["a"]));
        await _fresh.Database.Change(t => t.Run("ALTER TABLE cursors RENAME TO away"), default);
        await _fresh.Database.Change(t => t.Run("CREATE TABLE cursors (name TEXT PRIMARY KEY, position BIGINT CHECK (position < 0))"),
            default);
        var run = Run(ahead: 2);
        (await _entities.Next()).Done();
        (await _entities.Next()).Done();
        await _clock.Waiting(2).WaitAsync(TimeSpan.FromSeconds(30)); // the pause, and the timer of the cursor
        _entities.NobodyElseIsAsked.ShouldBeTrue();
        await _fresh.Database.Change(t => t.Run("DROP TABLE cursors"), default);
        await _fresh.Database.Change(t => t.Run("ALTER TABLE away RENAME TO cursors"), default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _entities.Next()).Done();
        await Ended(run);
        (await Cursor()).ShouldBe(3);
    }

    [Fact]
    public void A_receiver_knows_every_repeat_of_a_follower_that_is_as_far_ahead_as_it_may_be_whatever_others_bring_meanwhile()
    {
        var ahead = new FollowerTiming().Ahead;
        var receiver = new Activation(LedgerDecider.Receiver, new EntityId("receiver", "a"));
        for (var n = 1; n <= ahead; n++)
            receiver.Apply(receiver.Evaluate(From("follower:slow", n), default).ShouldBeOfType<Commit>());
        for (var n = 1; n <= ahead + 100; n++)
            receiver.Apply(receiver.Evaluate(From("follower:busy", n), default).ShouldBeOfType<Commit>());
        var restored = new Activation(LedgerDecider.Receiver, receiver.Id);
        restored.Restore(receiver.Snapshot());
        for (var n = 1; n <= ahead; n++)
            restored.Evaluate(From("follower:slow", n), default).ShouldBeOfType<CarriedOut>();

        static Delivery From(string follower, int n)
        {
            var cause = new Cause(new EntityId("sender", $"s{n}"), 1);
            return new(new Credit(1) { Origin = new Origin(follower, Cause: cause) }, CommandId.Of($"{follower}|{cause}"));
        }
    }

    [Fact]
    public async Task The_cursor_is_stored_now_and_then_and_not_with_every_delivery()
    {
        var run = Run();
        var before = _fresh.Database.Commits;
        for (var i = 1; i <= 20; i++)
        {
            _feed.Store(Anna, i, new Sent(i, ["a"]));
            (await _entities.Next()).Done();
        }
        _feed.Store(Anna, 21, new Sent(21, ["a"]));
        var last = await _entities.Next(); // all before it are done
        _fresh.Database.Commits.ShouldBe(before);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        // What was committed may be read a moment before it is counted.
        while ((await Cursor() != 20 || _fresh.Database.Commits == before) && !limit.IsCancellationRequested)
            _clock.Advance(TimeSpan.FromSeconds(1));
        (await Cursor()).ShouldBe(20);
        _fresh.Database.Commits.ShouldBe(before + 1);
        last.Done();
        await Ended(run);
        (await Cursor()).ShouldBe(21);
    }

    [Fact]
    public async Task A_cursor_is_never_put_back_by_one_who_was_overtaken()
    {
        var cursors = new Cursors(_fresh.Database);
        await cursors.Advance("x", 10, default);
        await cursors.Advance("x", 7, default);
        (await cursors.Find("x", default)).ShouldBe(10);
    }

    private async Task<HandEntities.Asked> Next(EntityId expected)
    {
        var next = await _entities.Next();
        next.To.ShouldBe(expected);
        return next;
    }

    private Task Run(CancellationTokenSource? stop = null, int window = 256, int ahead = 4096)
    {
        var outbox = new Outbox(
            new LedgerFollower(), _feed, _entities, new Cursors(_fresh.Database), _timeline, "n1",
            new FollowerTiming { Window = window, Ahead = ahead }, _clock, () => 0.25, NullLogger<Outbox>.Instance);
        return Task.Run(() => outbox.Run((stop ?? _stop).Token));
    }

    private async Task Ended(Task run)
    {
        await _stop.CancelAsync();
        await run;
    }

    private Task<long?> Cursor() => new Cursors(_fresh.Database).Find("follower:ledger", default);
}
