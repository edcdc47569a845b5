namespace StreamActors.Runtime.Promises;

// 5. After a crash the caller is answered at once. 6. Then: last committed order, Resume. 7. Queued messages are kept. 8. Restarts back
// off, with jitter from an injected source.
public abstract partial class RuntimePromises
{
    [Fact]
    public async Task The_caller_of_a_crash_gets_the_reason_at_once()
    {
        await AskDone(Purse, new Put(1));
        var disposal = Recorder.HoldDisposal(Purse); // however long the disposal takes
        (await Ask(Purse, new Stumble())).ShouldBeOfType<Crashed>().Why.ShouldContain("stumbles");
        await disposal.Reached;
        disposal.Open();
        (await Runtime.Stored(Purse)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_effect_that_throws_after_the_commit_is_told_at_once_and_nobody_says_that_nothing_was_stored()
    {
        var id = NewId();
        (await Ask(Purse, new Trip(), id)).ShouldBeOfType<Unknown>();
        await Runtime.Rest(Purse, life: 2);
        var again = await AskDone(Purse, new Trip(), id);
        (again.Version, again.Events.ShouldHaveSingleItem()).ShouldBe((1, new Tripped()));
    }

    [Fact]
    public async Task An_entity_that_cannot_be_woken_says_so_at_once_and_comes_back_when_it_can()
    {
        await AskDone(Purse, new Embitter());
        await PutToSleep(Purse);
        Recorder.BitterBites = true;
        (await Ask(Purse, new Put(1))).ShouldBeAssignableTo<Reply>().ShouldNotBeOfType<Done>();
        Recorder.BitterBites = false;
        await Runtime.Rest(Purse, life: 2);
        (await AskDone(Purse, new Put(1))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task After_a_crash_it_has_the_last_committed_order_no_observations_and_resumes_first()
    {
        await AskDone(Purse, new Put(3));
        await AskDone(Purse, new Glance());
        await CrashAndRest(Purse);

        var reading = await Read(Purse);
        (reading.Order, reading.Live, reading.Version).ShouldBe((new Purse(3, false), new PurseLive(0), 1));
        Recorder.Acts(Purse)[1].Performed.ShouldBe([(new Resumed(3, false), 1L)]);
    }

    [Fact]
    public async Task It_comes_back_from_a_crash_without_being_asked()
    {
        await AskDone(Purse, new Put(3));
        Entities.Tell(Purse, new Stumble(), NewId());
        await Recorder.UntilOff(Purse);
        await Runtime.Rest(Purse, life: 2);
        Recorder.IsOn(Purse).ShouldBeTrue();
    }

    [Fact]
    public async Task Mail_queued_behind_a_crash_is_kept_and_carried_out_in_order()
    {
        await AskDone(Purse, new Put(1));
        var gate = Recorder.HoldAt("crash");
        var crashing = Ask(Purse, new Ponder("crash", Stumbles: true));
        await gate.Reached;
        List<Task<Reply>> queued = [];
        for (var i = 0; i < 5; i++)
            queued.Add(Ask(Purse, new Put(i + 10)));
        Entities.Tell(Purse, new Put(100), NewId());

        gate.Open();
        (await crashing).ShouldBeOfType<Crashed>();
        await Runtime.Rest(Purse, life: 2);
        (await Task.WhenAll(queued)).Select(r => r.ShouldBeOfType<Done>().Version).ShouldBe([2, 3, 4, 5, 6]);
        (await CoinsIn(Purse)).ShouldBe(161);
    }

    [Fact]
    public async Task Restarts_back_off_further_each_time_and_start_again_after_a_healthy_while()
    {
        var strategy = Runtime.Pace.AfterCrash;
        await AskDone(Purse, new Put(1));
        for (var crash = 1; crash <= 4; crash++)
            await RestIsAbout(strategy.Delay(crash, Runtime.Chance), life: crash + 1);
        await Runtime.Pass(strategy.Max);
        await AskDone(Purse, new Put(1));
        await RestIsAbout(strategy.Delay(1, Runtime.Chance), life: 6);
    }

    [Fact]
    public async Task The_jitter_of_a_restart_comes_from_the_injected_source()
    {
        await AskDone(Purse, new Put(1));
        Runtime.Chance = 0;
        await RestIsAbout(Runtime.Pace.AfterCrash.Delay(1, 0), life: 2);
        Runtime.Chance = 0.99;
        await RestIsAbout(Runtime.Pace.AfterCrash.Delay(2, 0.99), life: 3);
    }

    private async Task RestIsAbout(TimeSpan meant, int life)
    {
        (await Ask(Purse, new Stumble())).ShouldBeOfType<Crashed>();
        var rest = await Runtime.Rest(Purse, life);
        Runtime.IsAbout(rest, meant).ShouldBeTrue($"It rested {rest} and should have rested {meant}.");
    }
}
