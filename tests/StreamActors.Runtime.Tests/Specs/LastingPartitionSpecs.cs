namespace StreamActors.Runtime.Tests;

/// <summary>A permanent partition between two nodes, while both reach the database and get requests.</summary>
public sealed class LastingPartitionSpecs : IAsyncLifetime
{
    private readonly HandoverAfterExit _takeOvers = new();
    private Pair _pair = null!;

    private TestNode A => _pair.A;

    private TestNode B => _pair.B;

    public async Task InitializeAsync()
    {
        _pair = await Pair.Start(handover: _takeOvers, hocon: "akka.cluster.split-brain-resolver.active-strategy = lease-majority",
            byLease: true);
        _takeOvers.Nodes = [A, B];
    }

    public async Task DisposeAsync()
    {
        await _pair.DisposeAsync();
        _pair.Recorder.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_halves_one_goes_on_with_everything_and_the_other_ends()
    {
        var ids = (await _pair.PursesOn(B, 3)).Concat(await _pair.PursesOn(A, 3)).ToList();
        await _pair.Cut();
        var asked = Enumerable.Range(0, 60).Select(n => Ask(n % 2 == 0 ? A : B, ids[n % ids.Count])).ToList();

        var (a, b) = (A.Gone(), B.Gone());
        var (loser, survivor) = await Task.WhenAny(a, b).Soon() == a ? (A, B) : (B, A);
        await survivor.UntilMembers(1);
        var acknowledged = (await Task.WhenAll(asked).Soon()).Where(r => r.Reply is Done).ToList();
        foreach (var id in ids)
            await Pair.Insist(survivor, id, new Put(1), Pair.NewId());
        a.IsCompleted.ShouldNotBe(b.IsCompleted, "one of them, and no more");

        foreach (var id in ids)
        {
            var stored = await _pair.Stored(id);
            stored.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, stored.Count).Select(n => (long)n));
            stored.Select(e => e.Envelope.Command).Distinct().Count().ShouldBe(stored.Count);
            acknowledged.Where(r => r.Id == id).Select(r => r.Command).ShouldBeSubsetOf(stored.Select(e => e.Envelope.Command));
            var lives = stored.Select(e => e.Writer).ToList();
            lives.Zip(lives.Skip(1)).Count(two => two.First != two.Second)
                .ShouldBe(lives.Distinct().Count() - 1, "no life writes after its successor has begun");
        }
        await loser.Store.DisposeAsync();
        await _pair.Add("c", survivor);
        await survivor.UntilMembers(2);
    }

    private static async Task<(EntityId Id, CommandId Command, Reply Reply)> Ask(TestNode at, EntityId id)
    {
        var command = Pair.NewId();
        return (id, command, await at.Runtime.Entities.Ask(id, new Put(1), command));
    }

    /// <summary>Replaces the node lease, which expires: a lost node is settled once it has ended.</summary>
    private sealed class HandoverAfterExit : ILeaseHandover
    {
        private volatile bool _isLost;

        public IReadOnlyList<TestNode> Nodes { get; set; } = [];

        public bool AllSettled => !_isLost || Nodes.Any(n => n.System.WhenTerminated.IsCompleted);

        public void Removed(string node) => _isLost = true;
    }
}
