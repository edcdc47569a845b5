using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Leases;

public sealed class SqlLeasesSpecs
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1), Over = TimeSpan.FromMilliseconds(-1);

    public static TheoryData<string> Dialects => ["SQLite", "PostgreSQL"];

    [Theory, MemberData(nameof(Dialects))]
    public async Task Nobody_else_gets_a_lease_that_is_held_and_its_owner_may_take_it_again(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var leases = new SqlLeases(fresh.Database);
        (await leases.Take("sbr", "a", Long, default)).ShouldBeTrue();
        (await leases.Take("sbr", "b", Long, default)).ShouldBeFalse();
        (await leases.Take("sbr", "a", Long, default)).ShouldBeTrue();
        (await leases.Take("other", "b", Long, default)).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_expired_lease_goes_to_the_next_request(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var leases = new SqlLeases(fresh.Database);
        await leases.Take("sbr", "a", Over, default);
        (await leases.Take("sbr", "b", Long, default)).ShouldBeTrue();
        (await leases.Renew("sbr", "a", Long, default)).ShouldBeFalse();
        (await leases.Renew("sbr", "b", Long, default)).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task One_that_lapsed_and_that_nobody_took_can_still_be_renewed(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var leases = new SqlLeases(fresh.Database);
        await leases.Take("sbr", "a", Over, default);
        (await leases.Renew("sbr", "a", Long, default)).ShouldBeTrue();
        (await leases.Take("sbr", "b", Long, default)).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Only_its_owner_gives_it_back(string dialect)
    {
        await using var fresh = await FreshDatabase.Of(dialect);
        var leases = new SqlLeases(fresh.Database);
        await leases.Take("sbr", "a", Long, default);
        await leases.Give("sbr", "b", default);
        (await leases.Take("sbr", "b", Long, default)).ShouldBeFalse();
        await leases.Give("sbr", "a", default);
        (await leases.Renew("sbr", "a", Long, default)).ShouldBeFalse();
        (await leases.Take("sbr", "b", Long, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_nodes_that_ask_at_once_one_gets_it()
    {
        await using var fresh = await FreshDatabase.Of("PostgreSQL");
        var databases = Enumerable.Range(0, 8).Select(_ => fresh.Another()).ToList();
        var taken = await Task.WhenAll(databases.Select((d, i) => new SqlLeases(d).Take("sbr", $"node-{i}", Long, default)));
        taken.Count(t => t).ShouldBe(1);
        foreach (var database in databases)
            await database.DisposeAsync();
    }
}

public sealed class LeaseHandoverSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly StandingClock _clock = new();
    private readonly ListLog _log = new();
    private FreshDatabase _fresh = null!;

    public async Task InitializeAsync() => _fresh = await FreshDatabase.Of("PostgreSQL");

    public async Task DisposeAsync() => await _fresh.DisposeAsync();

    [Fact]
    public async Task Nothing_is_settled_while_a_removed_node_s_lease_runs_and_all_is_once_it_is_over()
    {
        await Live("dead", TimeSpan.FromHours(1));
        var settled = new TaskCompletionSource();
        await using var leaseHandover =
            new LeaseHandover(_fresh.Database, _ => false, settled.SetResult, _clock, _log.For<LeaseHandover>());
        leaseHandover.AllSettled.ShouldBeTrue();
        leaseHandover.Removed("dead");
        await _clock.Waiting(1);
        leaseHandover.AllSettled.ShouldBeFalse();

        await Live("dead", TimeSpan.FromSeconds(-1));
        _clock.Advance(Look);
        await settled.Task.WaitAsync(TimeSpan.FromMinutes(1));
        leaseHandover.AllSettled.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_is_back_is_waited_for_no_longer()
    {
        await Live("back", TimeSpan.FromHours(1));
        var (back, settled) = (false, new TaskCompletionSource());
        await using var leaseHandover = new LeaseHandover(_fresh.Database, _ => back, settled.SetResult, _clock, _log.For<LeaseHandover>());
        leaseHandover.Removed("back");
        await _clock.Waiting(1);
        back = true;
        _clock.Advance(Look);
        await settled.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task At_the_start_whoever_else_holds_a_lease_is_waited_for()
    {
        await Live("here", TimeSpan.FromHours(1));
        await Live("long-dead", TimeSpan.FromSeconds(-1));
        await using var leaseHandover = new LeaseHandover(_fresh.Database, _ => false, static () => { }, _clock, _log.For<LeaseHandover>());
        await leaseHandover.Begin("here");
        leaseHandover.AllSettled.ShouldBeTrue();
        await Live("there", TimeSpan.FromHours(1));
        await leaseHandover.Begin("here");
        leaseHandover.AllSettled.ShouldBeFalse();
    }

    private Task<int> Live(string node, TimeSpan left) => _fresh.Database.Change(
        t => t.Run(
            $"""
            INSERT INTO node_lease (node, address, runtime, process, started, epoch, expires) VALUES (@node, '', 'cluster', 1, 0, 1, {Dialect.Postgres.Milliseconds} + @left)
            ON CONFLICT (node) DO UPDATE SET expires = excluded.expires
            """,
            ("node", node), ("left", (long)left.TotalMilliseconds)),
        default);
}
