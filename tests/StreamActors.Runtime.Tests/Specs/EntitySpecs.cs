using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Akka.TestKit;
using Envelope = StreamActors.Kernel.Envelope;

namespace StreamActors.Runtime.Tests;

/// <summary>Behaviour of the entity actor beyond the promises.</summary>
public sealed class EntitySpecs
{
    [Fact]
    public async Task A_snapshot_is_taken_every_so_often_and_spares_the_replay()
    {
        Snapshots snapshots = null!;
        using var lone = new SingleEntity(journal: j => snapshots = new Snapshots(j));
        var entity = lone.Start();
        for (var puts = 0; snapshots.Saved.Count < 2; puts++) // one that is due while another is being saved comes with a later event
        {
            puts.ShouldBeLessThan(10_000);
            await lone.Put(entity, 1);
        }
        await lone.Sleep(entity);
        long[] saved = [.. snapshots.Saved];
        saved[0].ShouldBe(10);
        saved.Zip(saved.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= 10);
        await lone.Put(lone.Start(), 1);
        snapshots.ReadAfter.ShouldBe([0L, saved[^1]]);
    }

    [Fact]
    public async Task A_snapshot_is_taken_though_its_events_were_stored_in_several_lives()
    {
        Snapshots snapshots = null!;
        using var lone = new SingleEntity(journal: j => snapshots = new Snapshots(j));
        for (var life = 0; life < 3; life++)
        {
            var entity = lone.Start();
            for (var puts = 0; puts < 6; puts++)
                await lone.Put(entity, 1);
            await lone.Sleep(entity);
        }
        snapshots.Saved.ShouldBe([10L]);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_saved_or_read_costs_time_and_nothing_else()
    {
        Snapshots snapshots = null!;
        using var lone = new SingleEntity(journal: j => snapshots = new Snapshots(j) { IsBroken = true });
        var entity = lone.Start();
        for (var i = 0; i < 12; i++)
            await lone.Put(entity, 1);
        await lone.Sleep(entity);
        (await lone.Put(lone.Start(), 1)).Version.ShouldBe(13);
        snapshots.ReadAfter.ShouldBe([0L, 0L]);
        lone.Said.Lines.ShouldContain(l => l.Contains("was not saved"));
        lone.Said.Lines.ShouldContain(l => l.Contains("cannot be read; all its events are replayed"));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_taken_in_is_passed_over_at_the_next_attempt()
    {
        using var lone = new SingleEntity(journal: j => new Damaged(j));
        var entity = lone.Start();
        for (var i = 0; i < 12; i++)
            await lone.Put(entity, 1);
        await lone.Sleep(entity);
        entity = lone.Start();
        await lone.Said.Until("it restarts in");
        lone.Clock.Advance(TimeSpan.FromSeconds(1));
        (await lone.Put(entity, 1)).Version.ShouldBe(13);
    }

    [Fact]
    public async Task What_another_has_stored_meanwhile_is_unknown_to_the_asker_and_read_by_the_next_life()
    {
        IJournal journal = null!;
        using var lone = new SingleEntity(journal: j => journal = j);
        var entity = lone.Start();
        await lone.Put(entity, 1);
        await journal.Append(SingleEntity.Purse, 1, Guid.NewGuid(),
            [new Envelope("other", null, Pair.NewId(), null, lone.Clock.GetUtcNow(), new CoinsPut(10))]);
        (await lone.Ask(entity, new Put(100))).ShouldBeOfType<Unknown>();
        await lone.Said.Until("it restarts in");
        lone.Clock.Advance(TimeSpan.FromSeconds(1));
        (await lone.Put(entity, 100)).Version.ShouldBe(3);
        (await lone.Coins(entity)).ShouldBe(111);
    }

    [Fact]
    public async Task Of_two_events_that_are_not_stored_neither_is_there_and_the_asker_hears_it_once()
    {
        FaultyJournal unruly = null!;
        using var lone = new SingleEntity(journal: j => unruly = new FaultyJournal(j));
        var entity = lone.Start();
        unruly.FailNext(SingleEntity.Purse, afterStoring: false);
        (await lone.Ask(entity, new PutTwice(3))).ShouldNotBeOfType<Done>();
        await lone.Said.Until("it restarts in");
        lone.Clock.Advance(TimeSpan.FromSeconds(1));
        (await lone.Put(entity, 1)).Version.ShouldBe(1);
        lone.Node.Asks.Count.ShouldBe(0, "nothing is kept of questions that were answered");
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_told_to_the_first_who_waits_and_the_mail_behind_is_kept()
    {
        var (unreadable, gate) = (true, new Gate());
        using var lone = new SingleEntity(journal: j => new GatedJournal(new Unreadable(j, () => unreadable), gate));
        var entity = lone.Start();
        var asked = Enumerable.Range(0, 3).Select(_ => lone.Ask(entity, new Put(1))).ToArray();
        gate.Open(); // all are queued before it fails
        (await asked[0]).ShouldBeOfType<Unknown>().Why.ShouldContain("could not be woken: The database is away.");
        await lone.Said.Until("it restarts in");
        unreadable = false;
        lone.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Task.WhenAll(asked[1..])).ShouldAllBe(r => r is Done);
        (await lone.Coins(entity)).ShouldBe(2);
    }

    [Fact]
    public async Task Effects_that_throw_at_their_disposal_are_logged_and_the_entity_comes_back()
    {
        using var lone = new SingleEntity(k => k with { Effects = static (_, _) => new Sharp() });
        var entity = lone.Start();
        await lone.Put(entity, 1);
        (await lone.Ask(entity, new Stumble())).ShouldBeOfType<Crashed>();
        await lone.Said.Until("it restarts in");
        lone.Clock.Advance(TimeSpan.FromSeconds(1));
        (await lone.Put(entity, 1)).Version.ShouldBe(2);
        lone.Said.Lines.ShouldContain(l => l.Contains("threw while they were disposed"));
    }

    [Fact]
    public async Task An_entity_whose_effects_cannot_even_be_opened_tells_whoever_woke_it()
    {
        using var lone = new SingleEntity(k => k with { Effects = static (_, _) => throw new InvalidOperationException("No stage.") });
        (await lone.Ask(lone.Start(), new Put(1))).ShouldBeOfType<Crashed>().Why.ShouldBe("No stage.");
    }

    [Fact]
    public async Task Every_vain_attempt_to_wake_it_tells_the_next_who_waits()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Ask(entity, new Embitter());
        await lone.Sleep(entity);
        lone.Recorder.BitterBites = true;
        entity = lone.Start();
        await lone.Said.Until("it restarts in");
        for (var i = 1; i <= 3; i++)
        {
            var asked = lone.Ask(entity, new Put(1));
            lone.Clock.Advance(TimeSpan.FromMinutes(1));
            (await asked).ShouldBeOfType<Unknown>().Why.ShouldContain("could not be woken");
            await lone.Said.Until("it restarts in", i + 1);
        }
    }

    [Fact]
    public async Task A_kind_that_never_passivates_stays_awake()
    {
        using var lone = new SingleEntity(k => k with { PassivateAfter = Timeout.InfiniteTimeSpan });
        var entity = lone.Start();
        await lone.Put(entity, 1);
        lone.Clock.Advance(TimeSpan.FromDays(30));
        await lone.Settled(entity);
        lone.Node.Hosted.Find(SingleEntity.Purse).ShouldNotBeNull().IsAwake.ShouldBeTrue();
        await lone.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task WakeUp_prevents_passivation()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Put(entity, 1);
        for (var i = 0; i < 10; i++)
        {
            lone.Clock.Advance(TimeSpan.FromMinutes(1.5));
            entity.Tell(new WakeUp(SingleEntity.Purse));
            await lone.Settled(entity);
        }
        lone.HasMessages.ShouldBeFalse("it has asked its shard to let it sleep");
    }

    [Fact]
    public async Task Who_has_begun_to_work_again_when_told_to_sleep_goes_and_is_wanted()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Put(entity, 1);
        lone.Recorder.Acts(SingleEntity.Purse)[0].AtWork = true;
        entity.Tell(Sleep.Instance);
        await lone.ExpectMsgAsync<WakeUp>(w => w.To == SingleEntity.Purse);
        lone.Recorder.IsOn(SingleEntity.Purse).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_is_told_to_sleep_waits_for_what_is_being_sent_to_it_past_its_shard()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Put(entity, 1);
        var hosted = lone.Node.Hosted.Find(SingleEntity.Purse).ShouldNotBeNull();
        var gate = new Gate();
        hosted.Actor = new Halting(entity, gate);
        var asked = Task.Run(() => lone.Put(new Past(entity, hosted), 2));
        await gate.Reached;
        lone.Watch(entity);
        entity.Tell(Sleep.Instance);
        (await lone.Put(entity, 4)).Version.ShouldBe(2);
        hosted.TryTell(new WakeUp(SingleEntity.Purse), ActorRefs.NoSender).ShouldBeFalse("its shard keeps that for its next life");
        gate.Open();
        (await asked).Version.ShouldBe(3);
        await lone.ExpectTerminatedAsync(entity, Patience.Limit);
    }

    [Fact]
    public async Task Who_crashes_on_its_way_to_sleep_sleeps_when_it_is_back_and_its_mail_is_done()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Put(entity, 1);
        var disposal = lone.Recorder.HoldDisposal(SingleEntity.Purse);
        (await lone.Ask(entity, new Stumble())).ShouldBeOfType<Crashed>();
        var asked = lone.Put(entity, 2);
        lone.Watch(entity);
        entity.Tell(Sleep.Instance); // its shard buffers messages until it has stopped
        disposal.Open();
        await lone.Said.Until("it restarts in");
        lone.Clock.Advance(TimeSpan.FromSeconds(1));
        (await asked).Version.ShouldBe(2);
        await lone.ExpectTerminatedAsync(entity, Patience.Limit);
    }

    [Fact]
    public async Task Who_crashes_on_its_way_to_sleep_with_nobody_waiting_is_gone_so_that_its_shard_can_start_it_anew()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Put(entity, 1);
        var disposal = lone.Recorder.HoldDisposal(SingleEntity.Purse);
        (await lone.Ask(entity, new Stumble())).ShouldBeOfType<Crashed>();
        lone.Watch(entity);
        entity.Tell(Sleep.Instance);
        disposal.Open();
        await lone.ExpectTerminatedAsync(entity, Patience.Limit);
    }

    [Fact]
    public async Task Who_only_recovers_or_rests_leaves_at_once()
    {
        var gate = new Gate();
        using var lone = new SingleEntity(journal: j => new GatedJournal(j, gate));
        var entity = lone.Start();
        var asked = lone.Ask(entity, new Put(1));
        await gate.Reached;
        await lone.Gone(entity, Leave.Instance);
        (await asked).ShouldBeOfType<Unknown>();
        gate.Open();
        entity = lone.Start();
        (await lone.Ask(entity, new Stumble())).ShouldBeOfType<Crashed>();
        await lone.Said.Until("it restarts in");
        await lone.Gone(entity, Leave.Instance);
    }

    [Fact]
    public async Task One_that_leaves_while_it_reads_leaves_no_timer_behind()
    {
        var gate = new Gate();
        using var lone = new SingleEntity(
            journal: j => new GatedJournal(j, gate), hocon: "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"");
        var letters = lone.CreateTestProbe();
        lone.Sys.EventStream.Subscribe(letters.Ref, typeof(AllDeadLetters));
        var entity = lone.Start();
        await gate.Reached;
        await lone.Gone(entity, Leave.Instance);
        gate.Open();
        ((TestScheduler)lone.Sys.Scheduler).Advance(TimeSpan.FromDays(2));
        lone.Sys.DeadLetters.Tell("the end");
        while ((await letters.ExpectMsgAsync<AllDeadLetters>(Patience.Limit)).Message is { } letter and not "the end")
            letter.ShouldNotBeOfType<RecoveryTick>();
    }

    [Fact]
    public async Task A_commit_that_hangs_holds_up_nobody_else()
    {
        FaultyJournal unruly = null!;
        using var lone = new SingleEntity(journal: j => unruly = new FaultyJournal(j));
        var gate = unruly.Hold(SingleEntity.Purse);
        var hanging = lone.Put(lone.Start(), 1);
        await gate.Reached;
        (await lone.Put(lone.Start("his"), 1)).Version.ShouldBe(1);
        hanging.IsCompleted.ShouldBeFalse();
        gate.Open();
        await hanging;
    }

    [Fact]
    public async Task The_timers_of_an_entity_are_counted()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        await lone.Put(entity, 1);
        await lone.Ask(entity, new SetAlarm("tea", lone.Clock.GetUtcNow().AddHours(1), 500));
        await lone.Settled(entity);
        lone.Node.Hosted.All.ShouldHaveSingleItem().Timers.ShouldBe(2);
        await lone.Ask(entity, new CancelAlarm("tea"));
        await lone.Settled(entity);
        lone.Node.Hosted.All.ShouldHaveSingleItem().Timers.ShouldBe(1);
    }

    [Theory, InlineData(-1), InlineData(1)]
    public async Task A_delay_takes_as_long_as_it_was_meant_to_however_the_wall_clock_is_set(int hours)
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        var delay = TimeSpan.FromSeconds(2);
        (await lone.Ask(entity, new SetAlarm("tea", lone.Clock.GetUtcNow() + delay, 500, AtMost: delay))).ShouldBeOfType<Done>();
        lone.Clock.Set(TimeSpan.FromHours(hours));
        lone.Clock.Advance(TimeSpan.FromSeconds(1.9));
        (await lone.Coins(entity)).ShouldBe(0);
        lone.Clock.Advance(TimeSpan.FromSeconds(0.2));
        (await lone.Coins(entity)).ShouldBe(500);
    }

    [Fact]
    public async Task A_delay_that_was_asked_for_before_the_clock_was_set_back_is_no_longer_than_itself()
    {
        using var lone = new SingleEntity();
        var entity = lone.Start();
        var at = lone.Clock.GetUtcNow() + TimeSpan.FromSeconds(2);
        lone.Clock.Set(TimeSpan.FromHours(-1));
        await lone.Ask(entity, new SetAlarm("tea", at, 500, AtMost: TimeSpan.FromSeconds(2)));
        lone.Clock.Advance(TimeSpan.FromSeconds(2.1));
        (await lone.Coins(entity)).ShouldBe(500);
    }

    [Fact]
    public async Task A_time_of_day_follows_the_wall_clock_within_a_minute()
    {
        using var lone = new SingleEntity(k => k with { PassivateAfter = TimeSpan.FromDays(2) });
        var entity = lone.Start();
        await lone.Ask(entity, new SetAlarm("tea", lone.Clock.GetUtcNow() + TimeSpan.FromHours(8), 500));
        lone.Clock.Set(TimeSpan.FromHours(7));
        lone.Clock.Advance(TimeSpan.FromMinutes(59));
        (await lone.Coins(entity)).ShouldBe(0);
        lone.Clock.Advance(TimeSpan.FromMinutes(2));
        (await lone.Coins(entity)).ShouldBe(500);
    }

    private sealed class Sharp : IEffects
    {
        public bool AtWork => false;

        public void Perform(Effect effect, long version)
        {
        }

        public ValueTask DisposeAsync() => throw new InvalidOperationException("Ouch.");
    }

    private class Through(IJournal journal) : IJournal
    {
        public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes) =>
            journal.Append(id, version, writer, envelopes);

        public virtual IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop) => journal.Read(id, after, stop);

        public virtual Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) => journal.LoadSnapshot(id, stop);

        public virtual Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop) =>
            journal.SaveSnapshot(id, snapshot, stop);
    }

    private sealed class Snapshots(IJournal journal) : Through(journal)
    {
        public bool IsBroken { get; init; }

        public ConcurrentQueue<long> Saved { get; } = [];

        public ConcurrentQueue<long> ReadAfter { get; } = [];

        public override IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop)
        {
            ReadAfter.Enqueue(after);
            return base.Read(id, after, stop);
        }

        public override Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) =>
            IsBroken ? throw new IOException("Damaged.") : base.LoadSnapshot(id, stop);

        public override async Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop)
        {
            if (IsBroken)
                throw new IOException("No room.");
            await base.SaveSnapshot(id, snapshot, stop);
            Saved.Enqueue(snapshot.Version);
        }
    }

    private sealed class Halting(IActorRef entity, Gate gate) : MinimalActorRef
    {
        public override ActorPath Path => entity.Path;

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender)
        {
            gate.Arrive();
            gate.Opened.Wait();
            entity.Tell(message, sender);
        }
    }

    private sealed class Past(IActorRef entity, HostedEntity hosted) : MinimalActorRef
    {
        public override ActorPath Path => entity.Path;

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender) => hosted.TryTell(message, sender).ShouldBeTrue();
    }

    private sealed class Damaged(IJournal journal) : Through(journal)
    {
        public override async Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) =>
            await base.LoadSnapshot(id, stop) is { } snapshot
                ? snapshot with { Marks = [new SourceMark("bookkeeper", "no source", 1)] }
                : null;
    }

    private sealed class Unreadable(IJournal journal, Func<bool> isUnreadable) : Through(journal)
    {
        public override IAsyncEnumerable<Recorded> Read(EntityId id, long after, CancellationToken stop) =>
            isUnreadable() ? throw new IOException("The database is away.") : base.Read(id, after, stop);
    }
}
