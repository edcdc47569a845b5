namespace StreamActors.Runtime.Promises;

// 10. Passivation loses no message. 13. A full mailbox answers Busy to callers; messages of effects, reminders and the runtime are never
// refused.
public abstract partial class RuntimePromises
{
    [Fact]
    public async Task An_idle_entity_goes_to_sleep_and_wakes_for_the_next_command()
    {
        await AskDone(Purse, new Put(1));
        await PutToSleep(Purse);
        (await Runtime.Cluster.Where(Purse)).ShouldBeNull();
        (await AskDone(Purse, new Put(1))).Version.ShouldBe(2);
        (await Runtime.Cluster.Where(Purse)).ShouldNotBeNull();
        Recorder.Acts(Purse).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Mail_that_meets_an_entity_on_its_way_to_sleep_is_not_lost()
    {
        await AskDone(Purse, new Put(1));
        var disposal = Recorder.HoldDisposal(Purse);
        await Runtime.Pass(Runtime.Pace.PassivateAfter);
        await disposal.Reached;
        var asked = Ask(Purse, new Put(2));
        var read = Entities.Read(Purse, Hour).Soon();
        Entities.Tell(Purse, new Put(4), NewId());
        await SomethingElse();
        Recorder.Acts(Purse).Count.ShouldBe(1);

        disposal.Open();
        (await asked).ShouldBeOfType<Done>().Version.ShouldBe(2);
        (await read).Failure.ShouldBeNull();
        (await CoinsIn(Purse)).ShouldBe(7);
        Recorder.Acts(Purse).Count.ShouldBe(2);
    }

    [Fact]
    public async Task However_often_a_command_meets_a_passivation_it_is_carried_out_once()
    {
        EntityId[] ids = [.. Enumerable.Range(0, 3).Select(i => Purses.Purse($"sleepy-{i}"))];
        for (var round = 1; round <= Races; round++)
        {
            var sleeping = Task.Run(() => Runtime.Pass(Runtime.Pace.PassivateAfter));
            if (round % 10 == 0)
            {
                await sleeping.Soon(); // sometimes they are passivated first
                await SomethingElse();
            }
            Thread.SpinWait(round % 20 * 500); // at a random moment of the passivation
            var replies = await Task.WhenAll(ids.Select(id => Task.Run(() => AskDone(id, new Put(1))))).Soon();
            replies.ShouldAllBe(d => d.Version == round);
            await sleeping.Soon();
        }
        foreach (var id in ids)
            (await CoinsIn(id)).ShouldBe(Races);
        ids.Sum(id => Recorder.Acts(id).Count).ShouldBeGreaterThan(ids.Length, "Nobody ever slept: the test has shown nothing.");
    }

    [Fact]
    public async Task An_entity_whose_effects_are_at_work_does_not_go_to_sleep()
    {
        await AskDone(Purse, new Put(1));
        Recorder.Acts(Purse)[0].AtWork = true;
        await Runtime.Pass(Runtime.Pace.PassivateAfter * 3);
        await SomethingElse();
        Recorder.IsOn(Purse).ShouldBeTrue();
        Recorder.Acts(Purse)[0].AtWork = false;
        await PutToSleep(Purse);
    }

    [Fact]
    public async Task A_full_mailbox_says_busy_and_nothing_of_it_is_done()
    {
        var thimble = Purses.Thimble("hers");
        var gate = await Fill(thimble);
        (await Ask(thimble, new Put(100))).ShouldBeOfType<Busy>();
        Entities.Tell(thimble, new Put(1000), NewId()); // dropped, and counted
        (await Entities.Read(thimble, Hour).Soon()).Failure.ShouldBeOfType<Busy>(); // and earlier messages have arrived
        gate.Open();
        await Recorder.Until(() => Recorder.Acts(thimble)[0].Performed.Any(p => p.Effect == new Clink(Purses.ThimbleLimit)));
        (await CoinsIn(thimble)).ShouldBe(Purses.ThimbleLimit);
    }

    [Fact]
    public async Task Effects_and_reminders_are_handled_with_a_full_mailbox()
    {
        var thimble = Purses.Thimble("hers");
        await AskDone(thimble, new SetAlarm("tea", Runtime.Now + Runtime.Pace.Deadline, 500));
        var gate = await Fill(thimble);
        for (var i = 0; i < 100; i++)
            Recorder.Acts(thimble)[0].Say(new Put(1000));
        await Runtime.Pass(Runtime.Pace.Deadline);
        gate.Open();

        const int Coins = Purses.ThimbleLimit + 500 + 100_000;
        await Recorder.Until(() => Recorder.Acts(thimble)[0].Performed.Any(p => p.Effect == new Clink(Coins)));
        (await CoinsIn(thimble)).ShouldBe(Coins);
    }

    [Fact]
    public async Task Callers_are_not_starved_by_own_messages()
    {
        await AskDone(Purse, new Put(1));
        var act = Recorder.Acts(Purse)[0];
        var gate = Recorder.HoldAt("flood");
        var pondering = Ask(Purse, new Ponder("flood"));
        await gate.Reached;
        for (var i = 0; i < 500; i++)
            act.Say(new Put(1));
        var asked = Ask(Purse, new Put(1));
        gate.Open();
        await pondering;
        (await asked).ShouldBeOfType<Done>().Version.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_reminder_comes_at_its_time_once_and_keeps_the_entity_awake_till_then()
    {
        await AskDone(Purse, new SetAlarm("tea", Runtime.Now + (Runtime.Pace.PassivateAfter * 3), 7));
        await Runtime.Pass(Runtime.Pace.PassivateAfter * 2);
        await SomethingElse();
        (await CoinsIn(Purse)).ShouldBe(0);
        Recorder.Acts(Purse).Count.ShouldBe(1);
        await Runtime.Pass(Runtime.Pace.PassivateAfter * 2);
        await Recorder.Until(() => Recorder.Acts(Purse)[0].Performed.Any(p => p.Effect == new Clink(7)));
        await PutToSleep(Purse);
        (await CoinsIn(Purse)).ShouldBe(7);
    }

    [Fact]
    public async Task A_reminder_can_be_moved_and_forgotten()
    {
        var soon = Runtime.Pace.PassivateAfter / 4;
        await AskDone(Purse, new SetAlarm("tea", Runtime.Now + soon, 1));
        await AskDone(Purse, new SetAlarm("tea", Runtime.Now + (soon * 2), 10));
        await AskDone(Purse, new SetAlarm("bread", Runtime.Now + soon, 100));
        await AskDone(Purse, new CancelAlarm("bread"));
        await Runtime.Pass(soon * 3);
        await Recorder.Until(() => Recorder.Acts(Purse)[0].Performed.Any(p => p.Effect == new Clink(10)));
        await PutToSleep(Purse);
        (await CoinsIn(Purse)).ShouldBe(10);
    }

    [Fact]
    public async Task Messages_of_an_earlier_activation_are_ignored()
    {
        await AskDone(Purse, new Put(1));
        await AskDone(Purse, new SetAlarm("tea", Runtime.Now + Runtime.Pace.Deadline, 500));
        var past = Recorder.Acts(Purse)[0];
        await CrashAndRest(Purse);
        past.Say(new Put(1000));
        await Runtime.Pass(Runtime.Pace.Deadline * 2);
        await SomethingElse();
        (await CoinsIn(Purse)).ShouldBe(1);
    }

    /// <summary>The decider of the thimble blocks, and its mailbox is full.</summary>
    private async Task<Gate> Fill(EntityId thimble)
    {
        var gate = Recorder.HoldAt("full");
        _ = Ask(thimble, new Ponder("full"));
        await gate.Reached;
        for (var i = 0; i < Purses.ThimbleLimit; i++)
            _ = Ask(thimble, new Put(1));
        return gate;
    }
}
