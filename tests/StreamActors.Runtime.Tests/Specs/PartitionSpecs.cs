namespace StreamActors.Runtime.Tests;

/// <summary>A partition that ends before a side is downed.</summary>
public sealed class PartitionSpecs : IAsyncLifetime
{
    private Pair _pair = null!;

    private TestNode A => _pair.A;

    private TestNode B => _pair.B;

    public async Task InitializeAsync() =>
        _pair = await Pair.Start(hocon: "akka.cluster.split-brain-resolver { stable-after = 60s, down-all-when-unstable = off }");

    public async Task DisposeAsync()
    {
        await _pair.DisposeAsync();
        _pair.Recorder.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_partition_that_heals_costs_nothing_that_was_acknowledged()
    {
        var ids = (await _pair.PursesOn(_pair.B, 3)).Concat(await _pair.PursesOn(_pair.A, 3)).ToList();
        await _pair.Cut();
        var storm = Enumerable.Range(0, 60)
            .Select(n => Task.Run(async () => await Pair.Insist(n % 2 == 0 ? A : B, ids[n % ids.Count], new Put(1), Pair.NewId())))
            .ToList();
        await A.Until(() => A.Runtime.Cluster.Members.Any(m => m.Status == "unreachable"));
        A.Runtime.Cluster.InContact.ShouldBeFalse();
        await _pair.Mend();
        await A.UntilMembers(2);
        await B.UntilMembers(2);

        (await Task.WhenAll(storm).Soon()).ShouldAllBe(d => d.Events.Count == 1);
        A.Runtime.Cluster.InContact.ShouldBeTrue();
        foreach (var id in ids)
        {
            (await _pair.Stored(id)).Count.ShouldBe(11);
            _pair.Recorder.Acts(id).Count.ShouldBe(1);
        }
    }
}
