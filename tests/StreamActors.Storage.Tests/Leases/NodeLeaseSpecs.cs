using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Leases;

public sealed class NodeLeaseSpecs : IAsyncLifetime
{
    private readonly StandingClock _clock = new();
    private readonly List<NodeLease> _leases = [];
    private TimeSpan _boot = TimeSpan.FromHours(1);
    private FreshDatabase _fresh = null!;

    public async Task InitializeAsync() => _fresh = await FreshDatabase.Of("PostgreSQL");

    public async Task DisposeAsync()
    {
        foreach (var lease in _leases)
            await lease.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    [Fact]
    public async Task A_second_single_node_waits_one_ttl_and_is_then_refused_with_the_name_of_the_first()
    {
        await Take("a", process: 11);
        var second = Take("b", process: 12);
        await _clock.Waiting(2).WaitAsync(TimeSpan.FromSeconds(30)); // the renewal of the first, the waiting time of the second
        second.IsCompleted.ShouldBeFalse();
        await Live("a", TimeSpan.FromHours(1));
        await Patience(second);
        (await Should.ThrowAsync<AlreadyRunningException>(() => second)).Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain("node 'a' at 10.0.0.1:1 (single node, process 11, since 2026-01-02 03:04:05Z)"),
            m => m.ShouldContain("streamactors.cluster.join"));
    }

    [Fact]
    public async Task The_lease_of_a_dead_server_runs_out_and_the_second_starts()
    {
        var asleep = new StandingClock();
        var dead = await Take("a", clock: asleep);
        var second = Take("a");
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        await Live("a", TimeSpan.FromSeconds(-1));
        _clock.Advance(NodeLease.Ttl + TimeSpan.FromSeconds(1));
        (await second).Held.ShouldBeTrue();

        // If it was only suspended, its next renewal shows that it has lost.
        await Renewal(() => dead.Lost, asleep);
        dead.Held.ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_that_start_at_once_the_second_waits_for_the_first_and_sees_it()
    {
        var held = new HeldDatabase(_fresh.Database);
        await using var elsewhere = _fresh.Another();
        var first = new LeaseRows(held, NodeLease.Ttl).Take(Identity("a", 1), default);
        await held.BeforeCommit;
        var second = new LeaseRows(elsewhere, NodeLease.Ttl).Take(Identity("b", 2), default);
        while (!second.IsCompleted
            && await _fresh.Database.Read(c => c.One<long>("SELECT count(*) FROM pg_locks WHERE NOT granted"), default) == 0)
            await Task.Yield();
        held.LetCommit();
        (await first).Epoch.ShouldBe(1);
        (await second).Against!.Process.ShouldBe(1);
    }

    [Fact]
    public async Task Nodes_of_a_cluster_stand_side_by_side_but_never_two_of_one_name_nor_beside_a_single_one()
    {
        var rows = new LeaseRows(_fresh.Database, NodeLease.Ttl);
        (await rows.Take(Identity("a", 1, "cluster"), default)).Epoch.ShouldBe(1);
        (await rows.Take(Identity("b", 2, "cluster"), default)).Epoch.ShouldBe(2);
        (await rows.Take(Identity("a", 3, "cluster"), default)).Against!.Process.ShouldBe(1);
        (await rows.Take(Identity("c", 4), default)).Epoch.ShouldBeNull();
    }

    [Fact]
    public async Task It_is_held_while_it_is_renewed_and_lapses_at_once_in_a_process_that_was_suspended()
    {
        var lease = await Take("a");
        lease.Held.ShouldBeTrue();
        _boot += TimeSpan.FromSeconds(5.9);
        lease.Held.ShouldBeTrue();
        await Renewal(() => lease.HeldUntil == _boot + NodeLease.Ttl);
        _boot += TimeSpan.FromSeconds(5.9);
        lease.Held.ShouldBeTrue();

        _boot += TimeSpan.FromMinutes(10); // suspended: no timer has fired, and CLOCK_BOOTTIME has continued
        lease.Held.ShouldBeFalse();
        await Renewal(() => lease.Held); // nobody has taken over
    }

    [Fact]
    public async Task It_lapses_here_before_it_lapses_in_the_database()
    {
        var before = _boot;
        var lease = await Take("a", boot: () => _boot += TimeSpan.FromSeconds(1)); // each read of the clock takes a second
        lease.HeldUntil.ShouldBe(before + TimeSpan.FromSeconds(1) + NodeLease.Ttl, "it counts from before it was asked for");
    }

    [Fact]
    public async Task A_node_may_be_taken_over_only_after_its_lease_has_lapsed_and_then_it_never_holds_it_again()
    {
        var lease = await Take("a", runtime: "cluster");
        (await NodeLease.TakeOver(_fresh.Database, "a", default)).ShouldBeFalse();
        await Live("a", TimeSpan.FromSeconds(-1));
        (await NodeLease.TakeOver(_fresh.Database, "a", default)).ShouldBeTrue();
        await Renewal(() => lease.Lost);
        lease.Held.ShouldBeFalse();
        new LeaseFence(lease, new Contact(true)).MaySend.ShouldBeFalse("whatever it believes of the others");
    }

    [Fact]
    public async Task With_the_database_away_who_is_in_contact_goes_on_sending_and_who_is_alone_stops()
    {
        var away = new AwayDatabase(_fresh.Database);
        var lease = await NodeLease.Take(away, Identity("a", 1, "cluster"), () => _boot, _clock, NullLogger<NodeLease>.Instance, default);
        _leases.Add(lease);
        var (together, alone) = (new LeaseFence(lease, new Contact(true)), new LeaseFence(lease, new Contact(false)));
        away.Away = true;
        await Renewal(() => lease.AwayUntil == _boot + NodeLease.Ttl);
        alone.MaySend.ShouldBeTrue("the lease still stands");
        _boot += TimeSpan.FromSeconds(5);
        await Renewal(() => lease.AwayUntil == _boot + NodeLease.Ttl);
        _boot += TimeSpan.FromSeconds(5);
        lease.Held.ShouldBeFalse();
        alone.MaySend.ShouldBeFalse();
        together.MaySend.ShouldBeTrue("nobody can take over");

        _boot += TimeSpan.FromMinutes(10); // suspended: earlier knowledge of database and members is worthless
        together.MaySend.ShouldBeFalse();
        away.Away = false;
        await Renewal(() => lease.Held);
        alone.MaySend.ShouldBeTrue();
    }

    [Fact]
    public async Task A_lease_that_is_given_back_leaves_nobody_waiting()
    {
        var first = await Take("a");
        await first.DisposeAsync();
        first.Held.ShouldBeFalse();
        first.Lost.ShouldBeFalse();
        (await Take("b")).Held.ShouldBeTrue();
    }

    [Fact]
    public void The_machines_clock_since_boot_goes_forward()
    {
        var first = BootClocks.System();
        first.ShouldBeGreaterThan(TimeSpan.Zero);
        BootClocks.System().ShouldBeGreaterThanOrEqualTo(first);
        Math.Abs((first - TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0],
            System.Globalization.CultureInfo.InvariantCulture))).TotalMinutes).ShouldBeLessThan(1);
    }

    private async Task<NodeLease> Take(string node, int process = 1, string runtime = NodeIdentity.Alone, BootClock? boot = null,
        StandingClock? clock = null)
    {
        var lease = await NodeLease.Take(_fresh.Database, Identity(node, process, runtime), boot ?? (() => _boot), clock ?? _clock,
            NullLogger<NodeLease>.Instance, default);
        _leases.Add(lease);
        return lease;
    }

    private static NodeIdentity Identity(string node, int process, string runtime = NodeIdentity.Alone) =>
        new(node, "10.0.0.1:1", runtime, process, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>Makes the row of that node expire in this time, by the database's clock.</summary>
    private Task Live(string node, TimeSpan left) => _fresh.Database.Change(
        t => t.Run("UPDATE node_lease SET expires = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + @left WHERE node = @node",
            ("left", (long)left.TotalMilliseconds), ("node", node)), default);

    /// <summary>Advances the clock, one pause at a time, until the second has ended.</summary>
    private async Task Patience(Task waiting)
    {
        while (!waiting.IsCompleted)
        {
            _clock.Advance(NodeLease.Ttl);
            await Task.WhenAny(waiting, _clock.Waiting(2));
            await Task.Yield();
        }
    }

    private async Task Renewal(Func<bool> seen, StandingClock? clock = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!seen())
        {
            limit.Token.ThrowIfCancellationRequested();
            (clock ?? _clock).Advance(NodeLease.RenewEvery);
            await _fresh.Database.Read(c => c.One<int>("SELECT 1"), limit.Token); // lets the renewal run
        }
    }

    private sealed class Contact(bool inContact) : ICluster
    {
        public string Self => "a";
        public IReadOnlyList<Member> Members => [];
        public bool InContact => inContact;
        public ValueTask<string?> Where(EntityId id) => throw new NotSupportedException();
        public Task<Refusal?> Drain(string node, CancellationToken stop) => throw new NotSupportedException();
        public Task<MovePlan> Plan(CancellationToken stop) => throw new NotSupportedException();
        public Task Apply(MovePlan plan, CancellationToken stop) => throw new NotSupportedException();
    }

    /// <summary>A process that pauses between its work and its commit.</summary>
    private sealed class HeldDatabase(IDatabase inner) : IDatabase
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _let = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Task BeforeCommit => _reached.Task;
        public void LetCommit() => _let.SetResult();
        public string Description => inner.Description;
        public Dialect Dialect => inner.Dialect;
        public long Commits => inner.Commits;
        public Task<T> Read<T>(Func<System.Data.Common.DbConnection, Task<T>> work, CancellationToken stop) => inner.Read(work, stop);
        public Task<T> Change<T>(Func<System.Data.Common.DbTransaction, Task<T>> work, CancellationToken stop) => inner.Change(
            async transaction =>
            {
                var result = await work(transaction);
                _reached.SetResult();
                await _let.Task;
                return result;
            },
            stop);
        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class AwayDatabase(IDatabase inner) : IDatabase
    {
        public bool Away { get; set; }
        public string Description => inner.Description;
        public Dialect Dialect => inner.Dialect;
        public long Commits => inner.Commits;
        public Task<T> Read<T>(Func<System.Data.Common.DbConnection, Task<T>> work, CancellationToken stop) =>
            Away ? Task.FromException<T>(new DatabaseUnavailableException("away")) : inner.Read(work, stop);
        public Task<T> Change<T>(Func<System.Data.Common.DbTransaction, Task<T>> work, CancellationToken stop) =>
            Away ? Task.FromException<T>(new DatabaseUnavailableException("away")) : inner.Change(work, stop);
        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
