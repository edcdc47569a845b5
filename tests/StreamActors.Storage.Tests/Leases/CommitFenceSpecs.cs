using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Leases;

/// <summary>Two stores over one PostgreSQL: the suspended node, and the one that took over from it.</summary>
public sealed class CommitFenceSpecs : IAsyncLifetime
{
    private FreshDatabase _fresh = null!;
    private PostgresDatabase _old = null!;
    private NodeLease _lease = null!;

    public async Task InitializeAsync()
    {
        _fresh = await FreshDatabase.Of("PostgreSQL");
        _old = (PostgresDatabase)_fresh.Another();
        // Its clock stands still: it renews nothing, like a suspended process.
        _lease = await NodeLease.Take(_old, new NodeIdentity("a", "x", NodeIdentity.Cluster, 1, DateTimeOffset.UnixEpoch),
            BootClocks.System, new Testing.StandingClock(), NullLogger<NodeLease>.Instance, default);
        _old.WriteUnder(_lease);
    }

    public async Task DisposeAsync()
    {
        await _lease.DisposeAsync();
        await _old.DisposeAsync();
        await _fresh.DisposeAsync();
    }

    [Fact]
    public async Task What_a_node_commits_after_it_was_taken_over_is_refused_and_nothing_is_stored()
    {
        await Insert(_old, "before");
        await Lapse();
        await Insert(_old, "lapsed, and nobody has taken over");
        (await NodeLease.TakeOver(_fresh.Database, "a", default)).ShouldBeTrue();

        var refused = await Should.ThrowAsync<NotStoredException>(() => Insert(_old, "after"));
        refused.Message.ShouldContain("taken over");
        (await Names()).ShouldBe(["before", "lapsed, and nobody has taken over"], ignoreOrder: true);
        _lease.Lost.ShouldBeTrue("it need not wait for its next renewal to know");
        _old.WriteFailure.ShouldNotBeNull().ShouldContain("taken over");
    }

    [Fact]
    public async Task A_node_of_the_same_name_that_started_anew_does_not_let_the_old_process_commit()
    {
        await Lapse();
        await using var anew = await NodeLease.Take(_fresh.Database, new NodeIdentity("a", "x", NodeIdentity.Cluster, 2,
            DateTimeOffset.UnixEpoch), BootClocks.System, new Testing.StandingClock(), NullLogger<NodeLease>.Instance, default);
        await Should.ThrowAsync<NotStoredException>(() => Insert(_old, "after"));
        (await Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_renewal_does_not_wait_for_a_commit_nor_a_commit_for_a_renewal()
    {
        var rows = new LeaseRows(_fresh.Database, NodeLease.Ttl);
        var renewals = Task.Run(async () =>
        {
            for (var n = 0; n < 50; n++)
                (await rows.Renew("a", _lease.Row!.Value.Epoch, default)).ShouldBeTrue();
        });
        for (var n = 0; n < 50; n++)
            await Insert(_old, $"{n}");
        await renewals;
        (await Names()).Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_node_that_has_given_its_lease_back_may_still_finish()
    {
        await _lease.DisposeAsync();
        await Insert(_old, "last");
        (await Names()).ShouldBe(["last"]);
    }

    private static Task<int> Insert(IDatabase database, string name) =>
        database.Change(t => t.Run("INSERT INTO cursors (name, position) VALUES (@name, 1)", ("name", name)), default);

    private Task<List<string>> Names() =>
        _fresh.Database.Read(c => c.Command("SELECT name FROM cursors").All(r => r.GetString(0)), default);

    private Task Lapse() => _fresh.Database.Change(t => t.Run("UPDATE node_lease SET expires = 0 WHERE node = 'a'"), default);
}
