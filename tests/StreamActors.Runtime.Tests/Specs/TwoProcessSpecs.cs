namespace StreamActors.Runtime.Tests;

/// <summary>One node here, which sends requests, and one in its own process, which is killed, suspended and stopped.</summary>
public abstract class TwoProcessSpecs : IAsyncLifetime
{
    private static readonly EntityId[] Ids = [.. Enumerable.Range(0, 12).Select(i => Purses.Purse($"purse-{i}"))];

    private readonly Dictionary<EntityId, int> _coins = Ids.ToDictionary(id => id, _ => 0);
    private Pair _pair = null!;
    private TestNode _here = null!;

    protected abstract Task<SqlStore> Store();

    public async Task InitializeAsync()
    {
        _pair = new Pair(await Store());
        _here = await _pair.Add("here");
    }

    public async Task DisposeAsync()
    {
        await _pair.DisposeAsync();
        _pair.Recorder.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_killed_again_and_again_leaves_nobody_waiting_and_nothing_acknowledged_is_lost_or_doubled()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var there = await Join($"there-{round}");
            var storm = Storm(120);
            await Task.WhenAny(storm);
            there.Kill();
            await Task.WhenAll(storm).Soon();
            await _here.UntilMembers(1);
        }
        await AllIsThere();
    }

    [Fact]
    public async Task A_process_that_stood_still_for_half_a_minute_has_been_replaced_and_goes_when_it_wakes()
    {
        await using var there = await Join("there");
        await Task.WhenAll(Storm(60)).Soon();
        there.Freeze();
        var storm = Storm(60);
        using var halfAMinute = new PeriodicTimer(TimeSpan.FromSeconds(30)); // the suspension itself is what is tested
        var stillness = halfAMinute.WaitForNextTickAsync().AsTask();
        await Task.WhenAll(storm).Soon();
        await _here.UntilMembers(1);
        await stillness;
        there.Thaw();
        await Task.WhenAll(Storm(60)).Soon();
        await there.Ended();
        await AllIsThere();
        foreach (var id in Ids)
        {
            var writers = (await _pair.Stored(id)).Select(r => r.Writer).ToList();
            writers.Zip(writers.Skip(1)).Count(w => w.Item1 != w.Item2)
                .ShouldBeLessThanOrEqualTo(1, "whoever stood still has written after its successor");
        }
    }

    [Fact]
    public async Task A_process_told_to_end_leaves_in_good_order()
    {
        await using var there = await Join("there");
        await Task.WhenAll(Storm(60)).Soon();
        var storm = Storm(120);
        await Task.WhenAny(storm);
        there.Leave();
        await Task.WhenAll(storm).Soon();
        (await there.Ended()).ShouldBe(0);
        await _here.UntilMembers(1);
        await AllIsThere();
    }

    private async Task<NodeProcess> Join(string name)
    {
        var there = await NodeProcess.Start(name, _pair.Database.ConnectionString, _here);
        await _here.UntilMembers(2);
        return there;
    }

    /// <summary>Puts coins into all, each retried until it is known to be stored.</summary>
    private List<Task> Storm(int coins) => [.. Enumerable.Range(0, coins).Select(n => Task.Run(async () =>
    {
        var id = Ids[n % Ids.Length];
        await Pair.Insist(_here, id, new Put(1), Pair.NewId());
        lock (_coins)
            _coins[id]++;
    }))];

    private async Task AllIsThere()
    {
        foreach (var id in Ids)
        {
            var stored = await _pair.Stored(id);
            stored.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, _coins[id]).Select(n => (long)n));
            stored.Select(r => r.Envelope.Command).Distinct().Count().ShouldBe(_coins[id]);
        }
    }
}

public sealed class TwoProcessesOnPostgreSql : TwoProcessSpecs
{
    protected override Task<SqlStore> Store() => SqlStore.PostgreSql();
}

[Trait("Runs", "long")] // nobody runs two nodes on one file
public sealed class TwoProcessesOnSqlite : TwoProcessSpecs
{
    protected override Task<SqlStore> Store() => SqlStore.Sqlite();
}
