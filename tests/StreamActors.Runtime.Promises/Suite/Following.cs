namespace StreamActors.Runtime.Promises;

// 12. Follow is in order per id, at least once, resumable, and skips nothing.
public abstract partial class NodePromises
{
    [Fact]
    public async Task A_follower_gets_all_events_in_order_per_entity()
    {
        var ids = Enumerable.Range(0, 20).Select(i => Purses.Purse($"followed-{i}")).ToArray();
        var following = Task.Run(() => Follow(0, 20 * 6));
        await Task.WhenAll(Enumerable.Range(0, 120).Select(n => Task.Run(() => AskDone(ids[n % ids.Length], new Put(n))))).Soon();

        var seen = await following.Soon();
        foreach (var id in ids)
        {
            var stored = await Runtime.Stored(id);
            seen.Where(r => r.Id == id).DistinctBy(r => r.Sequence).Select(r => (r.Sequence, r.Envelope.Event))
                .ShouldBe(stored.Select(r => (r.Sequence, r.Envelope.Event)));
        }
    }

    [Fact]
    public async Task Whoever_was_interrupted_goes_on_where_they_were()
    {
        for (var i = 1; i <= 10; i++)
            await AskDone(Purse, new Put(i));
        var seen = await Follow(0, 4);
        await Runtime.Stop();
        await Runtime.Start();
        await AskDone(Purse, new Put(11));
        seen.AddRange(await Follow(seen[^1].Position, 7));
        seen.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 11).Select(n => (long)n));
    }

    [Fact]
    public async Task A_follower_brings_each_event_across_once_in_effect_over_restarts_and_deaths()
    {
        await Runtime.Employ(new Bookkeeper());
        var ledger = Purses.Ledger(Purse.Id);
        for (var round = 0; round < Restarts; round++)
        {
            for (var i = 0; i < 5; i++)
                await AskDone(Purse, new Put(1));
            if (round % 2 == 0)
            {
                await Runtime.Stop();
                await Runtime.Start();
            }
            else
            {
                await Runtime.Kill();
                await Runtime.Recover();
            }
        }
        await AskDone(Purse, new Put(1));
        var coins = (Restarts * 5) + 1;
        await UntilStored(ledger, coins);
        (await CoinsIn(Purse)).ShouldBe(coins);
        (await CoinsIn(ledger)).ShouldBe(coins);
        (await Runtime.Stored(ledger)).Select(r => r.Envelope.Cause)
            .ShouldBe((await Runtime.Stored(Purse)).Select(r => new Cause(Purse, r.Sequence)));
    }

    private async Task<List<Recorded>> Follow(long after, int count)
    {
        using var enough = new CancellationTokenSource(Patience.Limit);
        List<Recorded> seen = [];
        await foreach (var recorded in Runtime.Feed.Follow(after, enough.Token))
        {
            seen.Add(recorded);
            if (seen.Count == count)
                break;
        }
        return seen;
    }

    private async Task UntilStored(EntityId id, int count)
    {
        using var enough = new CancellationTokenSource(Patience.Limit);
        var seen = new HashSet<long>();
        await foreach (var recorded in Runtime.Feed.Follow(0, enough.Token))
        {
            if (recorded.Id == id && seen.Add(recorded.Sequence) && seen.Count == count)
                return;
        }
    }
}
