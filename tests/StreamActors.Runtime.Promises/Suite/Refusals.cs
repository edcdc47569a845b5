namespace StreamActors.Runtime.Promises;

// 4. A refusal stores nothing and names its code. 14. A repeated command id changes nothing and gets the first reply.
// 15. A wrong expected version is refused and names both.
public abstract partial class RuntimePromises
{
    [Fact]
    public async Task A_refusal_stores_nothing_and_names_its_code()
    {
        await AskDone(Purse, new Put(1));
        (await Ask(Purse, new Spend(5))).ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("too-few-coins");
        (await Runtime.Stored(Purse)).Count.ShouldBe(1);
        (await Read(Purse)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_kind_is_refused_and_the_known_ones_are_named()
    {
        var nobody = new EntityId("unicorn", "one");
        var refusal = (await Ask(nobody, new Put(1))).ShouldBeOfType<Refused>().Refusal;
        refusal.Code.ShouldBe("unknown-kind");
        refusal.Message.ShouldContain("purse");
        (await Entities.Read(nobody, Hour).Soon()).Failure.ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("unknown-kind");
        Entities.Tell(nobody, new Put(1), NewId());
        Entities.Wake(nobody);
        (await CoinsIn(Purse)).ShouldBe(0);
    }

    [Fact]
    public async Task A_repeated_command_changes_nothing_and_gets_the_first_reply()
    {
        var id = NewId();
        var first = await AskDone(Purse, new PutTwice(5), id);
        await AskDone(Purse, new Put(1));
        var again = await AskDone(Purse, new PutTwice(5), id);
        again.Version.ShouldBe(first.Version);
        again.Events.ShouldBe(first.Events);
        again.Events.ShouldBe([new CoinsPut(5), new CoinsPut(5)]);
        (await CoinsIn(Purse)).ShouldBe(11);
    }

    [Fact]
    public async Task A_repeat_is_known_after_a_crash_a_sleep_and_a_restart()
    {
        var id = NewId();
        await AskDone(Purse, new Put(5), id);
        for (var i = 0; i < 12; i++) // past a snapshot
            await AskDone(Purse, new Put(1));
        await CrashAndRest(Purse);
        (await AskDone(Purse, new Put(5), id)).Version.ShouldBe(1);
        await PutToSleep(Purse);
        (await AskDone(Purse, new Put(5), id)).Version.ShouldBe(1);
        await Runtime.Stop();
        await Runtime.Start();
        (await AskDone(Purse, new Put(5), id)).Version.ShouldBe(1);
        (await CoinsIn(Purse)).ShouldBe(17);
    }

    [Fact]
    public async Task Retries_that_race_each_other_count_once_and_all_get_the_one_reply()
    {
        for (var round = 1; round <= 10; round++)
        {
            var id = NewId();
            var replies =
                await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AskDone(Purse, new PutTwice(1), id)))).Soon();
            replies.ShouldAllBe(d => d.Version == 2 * round && d.Events.Count == 2);
        }
        (await Runtime.Stored(Purse)).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_repeated_refusal_is_the_same_refusal()
    {
        var id = NewId();
        var first = (await Ask(Purse, new Spend(5), id)).ShouldBeOfType<Refused>();
        await AskDone(Purse, new Put(10));
        (await Ask(Purse, new Spend(5), id)).ShouldBeOfType<Refused>().Refusal.Message.ShouldBe(first.Refusal.Message);
    }

    [Fact]
    public async Task A_wrong_expected_version_is_refused_and_names_both()
    {
        await AskDone(Purse, new PutTwice(1));
        var refusal = (await Ask(Purse, new Put(1), expected: 7)).ShouldBeOfType<Refused>().Refusal;
        refusal.Code.ShouldBe("version-conflict");
        refusal.Message.ShouldContain("2");
        refusal.Message.ShouldContain("7");
        (await Ask(Purse, new Put(1), expected: 2)).ShouldBeOfType<Done>().Version.ShouldBe(3);
    }

    [Fact]
    public async Task Of_many_who_saw_the_same_version_one_wins()
    {
        await AskDone(Purse, new Put(1));
        var replies = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Ask(Purse, new Put(1), expected: 1)))).Soon();
        replies.OfType<Done>().Count().ShouldBe(1);
        replies.OfType<Refused>().Count().ShouldBe(31);
    }
}
