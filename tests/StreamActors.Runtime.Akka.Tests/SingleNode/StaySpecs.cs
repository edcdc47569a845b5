using System.Collections.Concurrent;
using System.Diagnostics;

namespace StreamActors.Runtime.Akka.Tests;

public sealed class StaySpecs
{
    [Fact]
    public async Task A_snapshot_is_taken_every_so_often_and_spares_the_replay()
    {
        Snapshots snapshots = null!;
        await using var node = await SmallNode.Start(journal: j => snapshots = new Snapshots(j));
        var waiting = Stopwatch.StartNew();
        while (snapshots.Saved.Count < 2) // one that falls due while the one before is being saved comes with a later event
        {
            waiting.Elapsed.ShouldBeLessThan(Patience.Limit);
            await node.Put(1);
        }
        await node.Put(1);
        await node.Sleep();
        long[] saved = [.. snapshots.Saved];
        saved[0].ShouldBe(10);
        saved.Zip(saved.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= 10);
        await node.Put(1);
        snapshots.ReadAfter.ShouldBe([0L, saved[^1]]);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_saved_or_read_costs_time_and_nothing_else()
    {
        Snapshots snapshots = null!;
        await using var node = await SmallNode.Start(journal: j => snapshots = new Snapshots(j) { IsBroken = true });
        for (var i = 0; i < 12; i++)
            await node.Put(1);
        await node.Sleep();
        (await node.Put(1)).Version.ShouldBe(13);
        snapshots.ReadAfter.ShouldBe([0L, 0L]);
        node.Log.ShouldContain(l => l.Contains("was not saved"));
        node.Log.ShouldContain(l => l.Contains("cannot be read; all its events are replayed"));
    }

    [Fact]
    public async Task Effects_that_throw_at_their_disposal_are_logged_and_the_entity_comes_back()
    {
        await using var node = await SmallNode.Start(k => k with { Effects = static (_, _) => new Sharp() });
        await node.Put(1);
        (await node.Ask(new Stumble())).ShouldBeOfType<Crashed>();
        await node.Rest();
        (await node.Put(1)).Version.ShouldBe(2);
        node.Log.ShouldContain(l => l.Contains("threw while they were disposed"));
    }

    [Fact]
    public async Task An_entity_whose_effects_cannot_even_be_opened_tells_whoever_woke_it()
    {
        await using var node = await SmallNode.Start(k => k with { Effects = static (_, _) => throw new InvalidOperationException("No stage.") });
        (await node.Ask(new Put(1))).ShouldBeOfType<Crashed>().Why.ShouldBe("No stage.");
    }

    [Fact]
    public async Task Every_vain_attempt_to_wake_it_tells_the_next_who_waits()
    {
        await using var node = await SmallNode.Start();
        await node.Ask(new Embitter());
        await node.Sleep();
        node.Stage.BitterBites = true;
        for (var i = 0; i < 3; i++)
        {
            var asked = node.Ask(new Put(1));
            await SmallNode.Until(() =>
            {
                node.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(asked.IsCompleted);
            });
            (await asked).ShouldBeOfType<Unknown>().Why.ShouldContain("could not be woken");
        }
    }

    [Fact]
    public async Task A_conflict_in_the_journal_is_unknown_to_the_asker_and_cured_by_waking_again()
    {
        await using var node = await SmallNode.Start();
        await node.Put(1);
        var other = new Envelope("other", null, new CommandId(Guid.NewGuid()), null, node.Clock.GetUtcNow(), new CoinsPut(10));
        await node.Journal.Append(SmallNode.Purse, 1, Guid.NewGuid(), [other]);
        (await node.Ask(new Put(100))).ShouldBeOfType<Unknown>();
        await node.Rest();
        (await node.Put(100)).Version.ShouldBe(3);
        (await node.Order()).ShouldBe(new Purse(111, false));
    }

    [Fact]
    public async Task A_kind_that_never_passivates_stays_awake()
    {
        await using var node = await SmallNode.Start(k => k with { PassivateAfter = Timeout.InfiniteTimeSpan });
        await node.Put(1);
        node.Clock.Advance(TimeSpan.FromDays(30));
        for (var i = 0; i < 20; i++)
            await node.Put(1, Purses.Purse("bystander")); // whatever was due has had its turn
        (await node.Runtime.Cluster.Where(SmallNode.Purse)).ShouldBe("here");
    }

    private sealed class Sharp : IEffects
    {
        public bool AtWork => false;

        public void Perform(Effect effect, long version)
        {
        }

        public ValueTask DisposeAsync() => throw new InvalidOperationException("Ouch.");
    }

    private sealed class Snapshots(IJournal journal) : IJournal
    {
        public bool IsBroken { get; init; }

        public ConcurrentQueue<long> Saved { get; } = [];

        public List<long> ReadAfter { get; } = [];

        public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes) => journal.Append(id, version, writer, envelopes);

        public IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop)
        {
            ReadAfter.Add(after);
            return journal.Read(id, after, stop);
        }

        public Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) => IsBroken ? throw new IOException("Damaged.") : journal.LoadSnapshot(id, stop);

        public async Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop)
        {
            if (IsBroken)
                throw new IOException("No room.");
            Saved.Enqueue(snapshot.Version);
            await journal.SaveSnapshot(id, snapshot, stop);
        }
    }
}
