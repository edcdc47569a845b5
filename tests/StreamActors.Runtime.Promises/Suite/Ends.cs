namespace StreamActors.Runtime.Promises;

// 7. When a node dies or leaves, every caller gets Unknown, none waits for ever. 9. Wanted entities are activated without a message after
// a restart or the death of a node; others are not. 11. Effects are disposed before the entity may be active elsewhere.
public abstract partial class NodePromises
{
    [Fact]
    public async Task A_node_that_leaves_ends_the_commits_under_way_and_answers_all_who_wait()
    {
        await AskDone(Purse, new Put(1));
        var gate = Runtime.HoldCommits(Purse);
        var committing = Ask(Purse, new Put(2));
        await gate.Reached;
        Task<Reply>[] queued = [.. Enumerable.Range(0, 5).Select(_ => Ask(Purse, new Put(4)))];

        await SomethingElse(); // they have arrived
        var stopping = Runtime.Stop();
        await Task.WhenAny(queued).Soon(); // they need not wait for the commit
        gate.Open();
        await stopping.Soon();
        (await committing).ShouldBeOfType<Done>().Version.ShouldBe(2);
        (await Task.WhenAll(queued)).ShouldAllBe(r => r is Unknown);
        (await Runtime.Stored(Purse)).Count.ShouldBe(2);
        (await Ask(Purse, new Put(8))).ShouldBeOfType<Unknown>();
    }

    [Fact]
    public async Task A_node_that_leaves_in_a_storm_loses_nothing_it_acknowledged_and_leaves_nobody_waiting()
    {
        var ids = Enumerable.Range(0, 20).Select(i => Purses.Purse($"leaving-{i}")).ToArray();
        await Task.WhenAll(ids.Select(id => AskDone(id, new Put(1))));
        var storm = Enumerable.Range(0, 200).Select(n => Task.Run(() => Ask(ids[n % ids.Length], new Put(1)))).ToArray();
        await storm[0];
        await Runtime.Stop().Soon();

        var replies = await Task.WhenAll(storm).Soon();
        replies.ShouldAllBe(r => r is Done || r is Unknown);
        var stored = 0;
        foreach (var id in ids)
            stored += (await Runtime.Stored(id)).Count;
        stored.ShouldBe(ids.Length + replies.OfType<Done>().Count());
    }

    [Fact]
    public async Task When_a_node_dies_every_asker_gets_unknown_and_the_rest_is_as_committed()
    {
        await AskDone(Purse, new Put(1));
        var gate = Runtime.HoldCommits(Purse);
        Task<Reply>[] asked = [.. Enumerable.Range(0, 5).Select(_ => Ask(Purse, new Put(2), deadline: Runtime.Pace.Deadline))];
        await gate.Reached;
        await Runtime.Kill();
        await Runtime.Pass(Runtime.Pace.Deadline);
        (await Task.WhenAll(asked).Soon()).ShouldAllBe(r => r is Unknown);

        gate.Open();
        await Runtime.Recover();
        (await CoinsIn(Purse)).ShouldBe(1);
        (await AskDone(Purse, new Put(1))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_asker_whose_deadline_passes_gets_unknown_and_what_was_not_begun_is_never_begun()
    {
        var gate = Recorder.HoldAt("late");
        var pondering = Ask(Purse, new Ponder("late"), deadline: Runtime.Pace.Deadline);
        await gate.Reached;
        var waiting = Ask(Purse, new Put(1), deadline: Runtime.Pace.Deadline);
        var patient = Ask(Purse, new Put(10));
        await Runtime.Pass(Runtime.Pace.Deadline * 2);
        (await pondering).ShouldBeOfType<Unknown>();
        (await waiting).ShouldBeOfType<Unknown>();

        gate.Open();
        (await patient).ShouldBeOfType<Done>();
        (await CoinsIn(Purse)).ShouldBe(10);
    }

    [Fact]
    public async Task Remembered_kinds_wake_without_a_message_after_a_restart_and_others_do_not()
    {
        var (lit, doused) = (Purses.Lamp("lit"), Purses.Lamp("doused"));
        await AskDone(lit, new Light());
        await AskDone(doused, new Light());
        await AskDone(doused, new Douse());
        await AskDone(Purse, new Light());
        await Runtime.Stop();
        await Runtime.Start();
        await Recorder.Until(() => Recorder.Acts(lit).ElementAtOrDefault(1) is { Performed: [(Resumed { Lit: true }, _)] });
        await SomethingElse();
        Recorder.IsOn(doused).ShouldBeFalse();
        Recorder.IsOn(Purse).ShouldBeFalse();
    }

    [Fact]
    public async Task Wanted_entities_are_activated_after_the_death_of_their_node()
    {
        var lit = Purses.Lamp("lit");
        await AskDone(lit, new Light());
        await Runtime.Kill();
        await Runtime.Recover();
        await Recorder.UntilOn(lit, life: 2);
    }

    [Fact]
    public async Task After_a_crash_nothing_lives_again_before_the_effects_are_disposed()
    {
        await AskDone(Purse, new Put(1));
        var disposal = Recorder.HoldDisposal(Purse);
        (await Ask(Purse, new Stumble())).ShouldBeOfType<Crashed>();
        await disposal.Reached;
        var waiting = Ask(Purse, new Put(1));
        Entities.Wake(Purse);
        await SomethingElse(); // everything that does not wait for the disposal has happened by now
        await Runtime.Pass(Runtime.Pace.AfterCrash.Max);
        await SomethingElse();

        Recorder.Acts(Purse).Count.ShouldBe(1);
        waiting.IsCompleted.ShouldBeFalse();
        disposal.Open();
        await Runtime.Rest(Purse, life: 2);
        (await waiting).ShouldBeOfType<Done>();
    }

    [Fact]
    public async Task A_node_has_not_left_before_the_effects_are_disposed()
    {
        await AskDone(Purse, new Put(1));
        var disposal = Recorder.HoldDisposal(Purse);
        var stopping = Runtime.Stop();
        await disposal.Reached;
        for (var i = 0; i < 200 && !stopping.IsCompleted; i++)
            await Task.Run(static () => { });
        stopping.IsCompleted.ShouldBeFalse();
        disposal.Open();
        await stopping.Soon();
        Recorder.IsOn(Purse).ShouldBeFalse();
        await Runtime.Start();
        (await AskDone(Purse, new Put(1))).Version.ShouldBe(2);
    }
}
