namespace StreamActors.Runtime.Tests;

/// <summary>What only a cluster can break. Every test also checks that no entity is active twice.</summary>
public sealed class ClusterSpecs : IAsyncLifetime
{
    private Pair _pair = null!;

    private TestNode A => _pair.A;

    private TestNode B => _pair.B;

    private EffectRecorder Recorder => _pair.Recorder;

    public async Task InitializeAsync() => _pair = await Pair.Start();

    public async Task DisposeAsync()
    {
        await _pair.DisposeAsync();
        Recorder.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_is_asked_on_one_node_is_answered_by_the_entity_on_the_other()
    {
        var id = (await _pair.PursesOn(A, 1))[0];
        var there = B.Runtime.Entities;
        var command = Pair.NewId();
        var done = (await there.Ask(id, new PutTwice(3), command).Soon()).ShouldBeOfType<Done>();
        done.Version.ShouldBe(3);
        done.Events.ShouldBe([new CoinsPut(3), new CoinsPut(3)]);
        (await there.Ask(id, new PutTwice(3), command).Soon()).ShouldBeOfType<Done>().Events.ShouldBe([new CoinsPut(3), new CoinsPut(3)]);
        (await there.Ask(id, new Spend(100), Pair.NewId()).Soon()).ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("too-few-coins");
        (await there.Ask(id, new Put(1), Pair.NewId(), expectedVersion: 7).Soon())
            .ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("version-conflict");
        (await there.Ask(id, new Stumble(), Pair.NewId()).Soon()).ShouldBeOfType<Crashed>().Why.ShouldContain("stumbles");
        var reading = await there.Read(id).Soon();
        (reading.Order, reading.Live, reading.Version).ShouldBe((new Purse(7, false), new PurseLive(0), 3));
        (await B.Runtime.Cluster.Where(id)).ShouldBe("a");
        (await A.Runtime.Cluster.Where(id)).ShouldBe("a");
    }

    [Fact]
    public async Task Both_nodes_ask_at_once_and_a_limit_holds()
    {
        var ids = await _pair.PursesOn(A, 2);
        foreach (var id in ids)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(async () =>
                await (n % 2 == 0 ? A : B).Runtime.Entities.Ask(id, new PutUpTo(41), Pair.NewId())))).Soon();
            replies.OfType<Done>().Select(d => d.Version).Order().ShouldBe(Enumerable.Range(2, 40).Select(n => (long)n));
            replies.OfType<Refused>().Count().ShouldBe(60);
            Recorder.Acts(id).Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_node_killed_with_commits_in_flight_leaves_nobody_waiting_and_nothing_lost_or_doubled()
    {
        var ids = (await _pair.PursesOn(B, 5)).Concat(await _pair.PursesOn(A, 5)).ToList();
        var held = B.Journal.Hold(ids[0]);
        var stuck = A.Runtime.Entities.Ask(ids[0], new Put(1000), Pair.NewId()).Soon();
        await held.Reached;
        var storm = Enumerable.Range(0, 200).Select(n => Task.Run(async () =>
        {
            var (id, command) = (ids[1 + (n % (ids.Count - 1))], Pair.NewId());
            var first = await A.Runtime.Entities.Ask(id, new Put(1), command);
            first.ShouldBeAssignableTo<Reply>().ShouldNotBeOfType<Crashed>();
            return first as Done ?? await Pair.Insist(A, id, new Put(1), command);
        })).ToList();
        await Task.WhenAny(storm);
        Recorder.Dead(id => ids.Take(5).Contains(id));
        await B.Kill();

        (await stuck).ShouldBeOfType<Unknown>();
        var done = await Task.WhenAll(storm).Soon();
        done.ShouldAllBe(d => d.Events.Count == 1);
        var stored = 0;
        foreach (var id in ids.Skip(1))
        {
            var events = await _pair.Stored(id);
            events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(n => (long)n));
            events.Select(e => e.Envelope.Command).Distinct().Count().ShouldBe(events.Count);
            stored += events.Count;
        }
        stored.ShouldBe(200 + ids.Count - 1);
        (await _pair.Stored(ids[0])).Count.ShouldBe(1);
        (await Pair.Insist(A, ids[0], new Put(1), Pair.NewId())).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_that_is_drained_hands_over_only_what_is_disposed_and_whoever_waited_hears_so()
    {
        var id = (await _pair.PursesOn(B, 1))[0];
        var pondering = Recorder.HoldAt("moving");
        var inHand = A.Runtime.Entities.Ask(id, new Ponder("moving"), Pair.NewId()).Soon();
        await pondering.Reached;
        List<Task<Reply>> queued =
            [.. Enumerable.Range(0, 10).Select(n => (n % 2 == 0 ? A : B).Runtime.Entities.Ask(id, new Put(1), Pair.NewId()).Soon())];
        var disposal = Recorder.HoldDisposal(id);
        var drained = A.Runtime.Cluster.Drain("b", CancellationToken.None);

        (await Task.WhenAll(queued)).ShouldAllBe(r => r is Unknown);
        pondering.Open();
        (await inHand).ShouldBeOfType<Done>();
        await disposal.Reached;
        var after = Pair.Insist(A, id, new Put(10), Pair.NewId());
        (await A.Runtime.Entities.Read(Purses.Purse("bystander-of-a")).Soon()).ShouldNotBeNull();
        Recorder.Acts(id).Count.ShouldBe(1);
        disposal.Open();
        (await after).Version.ShouldBe(2);
        (await drained.Soon()).ShouldBeNull();
        Recorder.Acts(id).Count.ShouldBe(2);
        (await A.Runtime.Cluster.Where(id)).ShouldBe("a");
        await A.UntilMembers(1);
    }

    [Fact]
    public async Task The_only_node_and_an_unknown_one_cannot_be_drained()
    {
        (await A.Runtime.Cluster.Drain("c", CancellationToken.None).Soon()).ShouldNotBeNull().Code.ShouldBe("unknown-node");
        (await A.Runtime.Cluster.Drain("b", CancellationToken.None).Soon()).ShouldBeNull();
        (await A.Runtime.Cluster.Drain("a", CancellationToken.None).Soon()).ShouldNotBeNull().Code.ShouldBe("nowhere-to-go");
    }
}
