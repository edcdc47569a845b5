namespace StreamActors.Runtime.Promises;

// 1. One writer per id. 2. Reply only after commit. 3. Each decision sees every earlier commit.
public abstract partial class RuntimePromises
{
    [Fact]
    public async Task Under_a_storm_of_asks_and_wakes_each_entity_is_awake_once_and_written_by_one()
    {
        EntityId[] ids = [.. Enumerable.Range(0, 4).Select(i => Purses.Purse($"storm-{i}"))];
        await Task.WhenAll(Enumerable.Range(0, 32).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                var id = ids[(n + i) % ids.Length];
                Entities.Wake(id);
                await AskDone(id, new Put(1));
            }
        }))).Soon();

        foreach (var id in ids)
        {
            var stored = await Runtime.Stored(id);
            stored.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 80).Select(n => (long)n));
            stored.Select(r => r.Writer).Distinct().Count().ShouldBe(1);
            Recorder.Acts(id).Count.ShouldBe(1);
            (await CoinsIn(id)).ShouldBe(80);
        }
    }

    [Fact]
    public async Task Many_who_come_upon_a_sleeping_entity_at_once_wake_it_once()
    {
        const int Many = 4;
        for (var round = 0; round < Races; round++)
        {
            var id = Purses.Purse($"woken-{round}");
            using var together = new Barrier(Many);
            var replies = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(() =>
            {
                together.SignalAndWait(Patience.Limit);
                return Ask(id, new Glance());
            }))).Soon();
            replies.ShouldAllBe(r => r is Done);
            Recorder.Acts(id).Count.ShouldBe(1);
            (await Read(id)).Live.ShouldBe(new PurseLive(Many));
        }
    }

    /// <summary>If the journal has one writer id per node, it cannot show that activations never interleave.</summary>
    [Fact]
    public async Task Every_life_of_an_entity_writes_under_a_name_of_its_own_and_they_never_interleave()
    {
        for (var life = 0; life < 3; life++)
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskDone(Purse, new Put(1))));
            await CrashAndRest(Purse);
        }
        var writers = (await Runtime.Stored(Purse)).Select(r => r.Writer).ToList();
        writers.Count.ShouldBe(15);
        writers.Distinct().Count().ShouldBe(NamesEveryLife ? 3 : 1);
        writers.Zip(writers.Skip(1)).Count(pair => pair.First != pair.Second).ShouldBe(NamesEveryLife ? 2 : 0);
    }

    [Fact]
    public async Task Nobody_is_answered_and_nothing_is_performed_before_the_commit()
    {
        await AskDone(Purse, new Put(1));
        var gate = Runtime.HoldCommits(Purse);
        var asked = Ask(Purse, new Put(2));
        await gate.Reached;
        await SomethingElse();

        asked.IsCompleted.ShouldBeFalse();
        Recorder.Acts(Purse)[0].Performed.Select(p => p.Effect).ShouldBe([new Resumed(0, false), new Clink(1)]);
        gate.Open();
        (await asked).ShouldBeOfType<Done>().Version.ShouldBe(2);
        Recorder.Acts(Purse)[0].Performed.ShouldContain((new Clink(3), 2L));
    }

    [Fact]
    public async Task A_command_that_could_not_be_stored_is_never_reported_as_done()
    {
        await AskDone(Purse, new Put(1));
        Runtime.FailNextCommit(Purse, afterStoring: false);
        (await Ask(Purse, new Put(2))).ShouldBeOfType<Unknown>();
        await Runtime.Rest(Purse, life: 2);
        (await CoinsIn(Purse)).ShouldBe(1);
        Recorder.Acts(Purse)[0].Performed.ShouldNotContain(p => p.Effect == new Clink(3));
    }

    [Fact]
    public async Task A_command_whose_commit_is_in_doubt_can_be_asked_again_and_counts_once()
    {
        Runtime.FailNextCommit(Purse, afterStoring: true);
        var id = NewId();
        (await Ask(Purse, new Put(2), id)).ShouldBeOfType<Unknown>();
        await Runtime.Rest(Purse, life: 2);
        var again = await AskDone(Purse, new Put(2), id);
        (again.Version, again.Events.ShouldHaveSingleItem()).ShouldBe((1, new CoinsPut(2)));
        (await Runtime.Stored(Purse)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_limit_holds_however_many_ask_at_once()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Ask(Purse, new PutUpTo(40))))).Soon();
        replies.OfType<Done>().Select(d => d.Version).Order().ShouldBe(Enumerable.Range(1, 40).Select(n => (long)n));
        replies.OfType<Refused>().Count().ShouldBe(60);
        (await Runtime.Stored(Purse)).Count.ShouldBe(40);
    }

    [Fact]
    public async Task While_one_command_is_being_stored_the_next_is_not_decided()
    {
        await AskDone(Purse, new Put(1));
        var gate = Runtime.HoldCommits(Purse);
        var last = Ask(Purse, new PutUpTo(2));
        await gate.Reached;
        Task<Reply>[] tooLate = [.. Enumerable.Range(0, 5).Select(_ => Ask(Purse, new PutUpTo(2)))];
        await SomethingElse();
        gate.Open();
        (await last).ShouldBeOfType<Done>().Version.ShouldBe(2);
        (await Task.WhenAll(tooLate)).ShouldAllBe(r => r is Refused);
        (await Runtime.Stored(Purse)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_reads_after_an_answer_sees_what_was_answered()
    {
        for (var coins = 1; coins <= 20; coins++)
        {
            await AskDone(Purse, new Put(1));
            (await CoinsIn(Purse)).ShouldBe(coins);
        }
    }

    [Fact]
    public async Task What_was_stored_before_a_crash_a_sleep_and_a_restart_is_seen_after_it()
    {
        for (var i = 0; i < 12; i++) // past a snapshot
            await AskDone(Purse, new Put(1));
        await CrashAndRest(Purse);
        (await Ask(Purse, new PutUpTo(12))).ShouldBeOfType<Refused>();
        await PutToSleep(Purse);
        (await Ask(Purse, new PutUpTo(12))).ShouldBeOfType<Refused>();
        await Runtime.Stop();
        await Runtime.Start();
        (await Ask(Purse, new PutUpTo(12))).ShouldBeOfType<Refused>();
        (await AskDone(Purse, new PutUpTo(13))).Version.ShouldBe(13);
    }
}
