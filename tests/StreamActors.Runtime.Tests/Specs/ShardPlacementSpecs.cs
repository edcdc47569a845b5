using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace StreamActors.Runtime.Tests;

/// <summary>Where a shard is allocated, and when.</summary>
public sealed class ShardPlacementSpecs : TestKit
{
    private readonly IActorRef _here;
    private readonly IActorRef _there;

    public ShardPlacementSpecs() => (_here, _there) = (CreateTestProbe().Ref, CreateTestProbe().Ref);

    [Fact]
    public async Task What_does_live_work_is_moved_by_no_rebalance()
    {
        var uneven = Hosting([.. Enumerable.Range(0, 100).Select(i => $"cam-{i}")], []);
        var lamps = new EntityKind("lamp", new PurseDecider(new EffectRecorder())) { IsWanted = static _ => true };
        (await new ShardPlacement(lamps, null).Rebalance(uneven, ImmutableHashSet<string>.Empty)).ShouldBeEmpty();
    }

    [Fact]
    public async Task As_long_as_a_node_that_was_removed_may_be_at_work_a_shard_is_given_to_nobody()
    {
        var heldHandover = new HeldHandover();
        var shardPlacement = new ShardPlacement(Cells(new EffectRecorder()), heldHandover);
        heldHandover.Removed("b");
        (await shardPlacement.AllocateShard(_there, "mic", Hosting([], ["cam"]))).ShouldBe(Nobody.Instance);
    }

    [Fact]
    public async Task All_cells_of_a_shard_live_on_one_node_and_shards_on_both()
    {
        await using var pair = await Pair.Start(Cells);
        var homes = new Dictionary<string, string?>();
        foreach (var cell in Enumerable.Range(0, 4))
        {
            foreach (var input in Enumerable.Range(0, 8).Select(i => $"cam-{i}"))
            {
                var id = new EntityId("cell", $"{input}~{cell}");
                await Pair.Insist(cell % 2 == 0 ? pair.A : pair.B, id, new Put(1), Pair.NewId());
                var home = (await pair.B.Runtime.Cluster.Where(id)).ShouldNotBeNull();
                homes.TryAdd(input, home);
                home.ShouldBe(homes[input], id.ToString());
            }
        }
        homes.Values.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_lived_on_a_killed_node_wakes_elsewhere_only_when_that_can_send_no_more_whoever_asks()
    {
        var heldHandover = new HeldHandover();
        await using var pair = await Pair.Start(handover: heldHandover);
        var (theirs, ours) = ((await pair.PursesOn(pair.B, 1))[0], (await pair.PursesOn(pair.A, 1))[0]);
        pair.Recorder.Dead(id => id == theirs);
        await pair.B.Kill();
        await pair.A.UntilMembers(1);

        var after = Pair.Insist(pair.A, theirs, new Put(1), Pair.NewId());
        await pair.A.Until(() => heldHandover.Asked >= 5);
        pair.Recorder.Acts(theirs).Count.ShouldBe(1);
        await Pair.Insist(pair.A, ours, new Put(1), Pair.NewId()); // entities that are active here continue meanwhile
        after.IsCompleted.ShouldBeFalse();
        heldHandover.IsOpen = true;
        (await after).Version.ShouldBe(2);
        pair.Recorder.Acts(theirs).Count.ShouldBe(2);
    }

    private static EntityKind Cells(EffectRecorder recorder) => new("cell", new PurseDecider(recorder))
    {
        Effects = recorder.Open,
        ShardKey = static id => id[..id.IndexOf('~', StringComparison.Ordinal)],
    };

    private ImmutableDictionary<IActorRef, IImmutableList<string>> Hosting(string[] here, string[] there) =>
        ImmutableDictionary<IActorRef, IImmutableList<string>>.Empty.Add(_here, [.. here]).Add(_there, [.. there]);

    /// <summary>The lease of a removed node: it is held until a test settles it.</summary>
    private sealed class HeldHandover : ILeaseHandover
    {
        private volatile bool _closed;
        private int _asked;

        public volatile bool IsOpen;

        /// <summary>How often an allocation was requested while it was held.</summary>
        public int Asked => Volatile.Read(ref _asked);

        public bool AllSettled => !_closed || IsOpen || Interlocked.Increment(ref _asked) == 0;

        public void Removed(string node) => _closed = true;
    }
}
