using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StreamActors.Runtime.Tests;

[Collection(nameof(Alone))]
public sealed class NodeSpecs
{
    [Fact]
    public async Task The_cluster_of_one_knows_itself_and_has_nowhere_to_go()
    {
        await using var node = await SmallNode.Start();
        var cluster = node.Runtime.Cluster;
        var member = cluster.Members.ShouldHaveSingleItem();
        (member.Node, member.Address, member.Status).ShouldBe(("here", "local", "up"));
        cluster.InContact.ShouldBeTrue();
        (await cluster.Drain("here", CancellationToken.None)).ShouldNotBeNull().Code.ShouldBe("nowhere-to-go");
        (await cluster.Drain("there", CancellationToken.None)).ShouldNotBeNull().Code.ShouldBe("unknown-node");
        var plan = await cluster.Plan(CancellationToken.None);
        plan.Moves.ShouldBeEmpty();
        await cluster.Apply(plan, CancellationToken.None);
    }

    [Fact]
    public async Task A_stop_is_over_when_its_time_is_whatever_still_hangs_and_nobody_is_left_waiting()
    {
        await using var node = await SmallNode.Start(handOver: TimeSpan.FromSeconds(1));
        await node.Put(1);
        var disposal = node.Recorder.HoldDisposal(SmallNode.Purse);
        var gate = node.Recorder.HoldAt("stop");
        var pondering = node.Ask(new Ponder("stop"));
        await gate.Reached;
        await node.Stop().Soon();
        (await pondering).ShouldBeOfType<Unknown>();
        node.Log.ShouldContain(l => l.Contains("purse/hers") && l.Contains("was stopped before its effects were disposed"));
        gate.Open();
        disposal.Open();
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_those_who_are_only_about_to_wake()
    {
        var gate = new Gate();
        await using var node = await SmallNode.Start(journal: j => new GatedJournal(j, gate));
        var asked = node.Ask(new Put(1));
        await gate.Reached;
        await node.Stop().Soon();
        (await asked).ShouldBeOfType<Unknown>();
    }

    [Fact]
    public async Task No_more_read_the_journal_at_once_than_are_allowed_to()
    {
        var gate = new Gate();
        GatedJournal slow = null!;
        await using var node = await SmallNode.Start(journal: j => slow = new GatedJournal(j, gate), wakesAtOnce: 3);
        var asked = Enumerable.Range(0, 50).Select(i => node.Put(1, Purses.Purse($"woken-{i}"))).ToArray();
        await gate.Reached;
        gate.Open();
        await Task.WhenAll(asked);
        slow.Most.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Every_event_and_every_fact_goes_to_the_timeline()
    {
        await using var node = await SmallNode.Start();
        await node.Ask(new PutTwice(5) { Origin = new Origin("ada", node.Clock.GetUtcNow().AddDays(-1)) });
        await node.Ask(new Glance());
        await node.Ask(new Spend(1000));
        var now = node.Clock.GetUtcNow();
        node.Timeline.Moments.ShouldBe(
        [
            new Moment(now.AddDays(-1), SmallNode.Purse, "here", 1, "ada", new CoinsPut(5)),
            new Moment(now.AddDays(-1), SmallNode.Purse, "here", 2, "ada", new CoinsPut(5)),
            new Moment(now, SmallNode.Purse, "here", null, "system", new Glanced()),
        ]);
    }

    [Fact]
    public async Task The_meter_counts_drops_busy_askers_and_crashes_and_shows_depths()
    {
        await using var node = await SmallNode.Start(k => k with { MailboxLimit = 2 });
        using var listener = new MeterListener();
        ConcurrentDictionary<string, long> seen = new(StringComparer.Ordinal);
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "StreamActors.Runtime") // nothing runs in parallel, and a node disposes its meter
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            seen.AddOrUpdate(instrument.Name, value, (_, old) => instrument.IsObservable ? value : old + value));
        listener.Start();

        var gate = node.Recorder.HoldAt("meter");
        var crashing = node.Ask(new Ponder("meter", Stumbles: true));
        await gate.Reached;
        _ = node.Ask(new Put(1));
        _ = node.Ask(new Put(1));
        (await node.Ask(new Put(1))).ShouldBeOfType<Busy>();
        node.Runtime.Entities.Tell(SmallNode.Purse, new Put(1), CommandId.Nameless);
        await SmallNode.Until(() => Task.FromResult(seen.GetValueOrDefault("streamactors.mailbox.dropped") == 1));
        listener.RecordObservableInstruments();
        gate.Open();
        await crashing;
        await SmallNode.Until(() => Task.FromResult(seen.GetValueOrDefault("streamactors.entity.crashes") == 1));
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.mailbox.busy", 1);
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.mailbox.dropped", 1);
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.mailbox.depth", 2);
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.mailbox.deepest", 2);
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.entities", 1);
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.questions.open", 3);
        ((IDictionary<string, long>)seen).ShouldContainKeyAndValue("streamactors.entity.crashes", 1);
    }
}

/// <summary>Listens to the meters of all nodes in this process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
