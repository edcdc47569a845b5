using StreamActors.Kernel;

namespace StreamActors.Kernel.Tests;

public sealed class ActivationSpecs
{
    private readonly Activation _tally = new(Tally.Kind, Tally.Id);

    private IReadOnlyList<PendingEffect> Carry(Delivery delivery, Activation? on = null)
    {
        var activation = on ?? _tally;
        return activation.Apply(activation.Evaluate(delivery, Tally.Now).ShouldBeOfType<Commit>());
    }

    [Fact]
    public void Nothing_changes_before_it_is_stored()
    {
        _tally.Evaluate(Tally.Say(new Count(5), "a"), Tally.Now).ShouldBeOfType<Commit>().Envelopes.Count.ShouldBe(1);
        _tally.Version.ShouldBe(0);
        _tally.Order.ShouldBe(new TallyOrder(0));
    }

    [Fact]
    public void What_is_stored_says_who_when_why_and_by_which_command()
    {
        var said = new Count(5) { Origin = new Origin("ada", Tally.Now.AddDays(-1), "too quiet") };
        var commit = _tally.Evaluate(Tally.Say(said, "a"), Tally.Now).ShouldBeOfType<Commit>();
        commit.Envelopes.ShouldHaveSingleItem()
            .ShouldBe(new Envelope("ada", "too quiet", CommandId.Of("a"), null, Tally.Now.AddDays(-1), new Counted(5)));
    }

    [Fact]
    public void A_command_without_a_time_gets_the_nodes_clock() =>
        _tally.Evaluate(Tally.Say(new Count(5), "a"), Tally.Now).ShouldBeOfType<Commit>().Envelopes[0].At.ShouldBe(Tally.Now);

    [Fact]
    public void Effects_carry_the_version_of_what_caused_them()
    {
        Carry(Tally.Say(new Count(1), "a")).ShouldBe([new PendingEffect(new Ring(1), 1)]);
        Carry(Tally.Say(new Count(150), "b")).ShouldBe([new PendingEffect(new Ring(151), 2), new PendingEffect(new Ring(151), 3)]);
    }

    [Fact]
    public void A_repeated_command_changes_nothing_and_points_at_what_it_stored_first()
    {
        Carry(Tally.Say(new Count(150), "a"));
        Carry(Tally.Say(new Count(1), "b"));
        _tally.Evaluate(Tally.Say(new Count(150), "a"), Tally.Now).ShouldBe(new CarriedOut(2, 1, 2));
    }

    [Fact]
    public void A_key_that_has_stored_something_is_good_for_nothing_else()
    {
        var first = CommandId.Of("key", "five"u8);
        Carry(new Delivery(new Count(5), first));
        _tally.Evaluate(new Delivery(new Count(5), CommandId.Of("key", "five"u8)), Tally.Now).ShouldBe(new CarriedOut(1, 1, 1));
        _tally.Evaluate(new Delivery(new Count(6), CommandId.Of("key", "six"u8)), Tally.Now)
            .ShouldBeOfType<Answer>().Reply.ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("key-reused");
        Carry(new Delivery(new Count(6), CommandId.Of("another key", "six"u8)));
        _tally.Version.ShouldBe(2);
    }

    [Fact]
    public void Own_commands_are_no_repeats_and_evict_no_remembered_ids()
    {
        Carry(Tally.Say(new Count(150), "a"));
        for (var i = 0; i < 100; i++)
            Carry(new Delivery(new Count(1), CommandId.Nameless)).Count.ShouldBe(1);
        _tally.Evaluate(Tally.Say(new Count(150), "a"), Tally.Now).ShouldBe(new CarriedOut(2, 1, 2));
    }

    [Fact]
    public void A_repeat_is_known_after_a_replay_and_after_a_snapshot()
    {
        var commit = _tally.Evaluate(Tally.Say(new Count(150), "a"), Tally.Now).ShouldBeOfType<Commit>();
        var replayed = new Activation(Tally.Kind, Tally.Id);
        replayed.Replay(1, commit.Envelopes[0]);
        replayed.Replay(2, commit.Envelopes[1]);
        replayed.Evaluate(commit.Delivery, Tally.Now).ShouldBe(new CarriedOut(2, 1, 2));

        var restored = new Activation(Tally.Kind, Tally.Id);
        restored.Restore(replayed.Snapshot());
        restored.Order.ShouldBe(new TallyOrder(150));
        restored.Evaluate(commit.Delivery, Tally.Now).ShouldBe(new CarriedOut(2, 1, 2));
    }

    [Fact]
    public void The_last_64_commands_are_known_and_the_one_before_them_is_not()
    {
        for (var n = 0; n < 65; n++)
            Carry(Tally.Say(new Count(1), $"{n}"));
        _tally.Evaluate(Tally.Say(new Count(1), "1"), Tally.Now).ShouldBeOfType<CarriedOut>();
        _tally.Evaluate(Tally.Say(new Count(1), "64"), Tally.Now).ShouldBeOfType<CarriedOut>();
        _tally.Evaluate(Tally.Say(new Count(1), "0"), Tally.Now).ShouldBeOfType<Commit>();
    }

    [Fact]
    public void A_refusal_is_given_again_and_stores_nothing()
    {
        var first = _tally.Evaluate(Tally.Say(new Count(-1), "a"), Tally.Now).ShouldBeOfType<Answer>();
        first.Reply.ShouldBeOfType<Refused>().Refusal.Code.ShouldBe("negative");
        Carry(Tally.Say(new Count(1), "b"));
        _tally.Evaluate(Tally.Say(new Count(-1), "a"), Tally.Now).ShouldBe(first);
    }

    [Fact]
    public void A_wrong_expected_version_is_refused_and_both_are_named()
    {
        Carry(Tally.Say(new Count(1), "a"));
        var refusal = _tally.Evaluate(Tally.Say(new Count(1), "b", expected: 7), Tally.Now)
            .ShouldBeOfType<Answer>().Reply.ShouldBeOfType<Refused>().Refusal;
        refusal.Code.ShouldBe("version-conflict");
        refusal.Message.ShouldContain("version 1, not 7");
        _tally.Evaluate(Tally.Say(new Count(1), "b", expected: 1), Tally.Now).ShouldBeOfType<Commit>();
    }

    [Fact]
    public void A_followers_repeat_is_dropped_however_long_ago_it_was_first_heard()
    {
        var source = new EntityId("input", "studio");
        Command From(long sequence) => new Count(1) { Origin = new Origin("follower:x", Tally.Now, null, new Cause(source, sequence)) };
        for (var n = 1; n <= 200; n++)
            Carry(Tally.Say(From(n), $"x{n}"));
        var restored = new Activation(Tally.Kind, Tally.Id);
        restored.Restore(_tally.Snapshot());
        foreach (var tally in new[] { _tally, restored })
        {
            tally.Evaluate(Tally.Say(From(3), "x3"), Tally.Now).ShouldBe(new CarriedOut(200, 201, 0));
            tally.Evaluate(Tally.Say(From(201), "x201"), Tally.Now).ShouldBeOfType<Commit>();
        }
    }

    [Fact]
    public void Facts_are_observed_and_never_stored()
    {
        Carry(Tally.Say(new Peek(), "a")).ShouldBeEmpty();
        (_tally.Version, _tally.Live).ShouldBe((0L, new TallyLive(1)));
        _tally.Evaluate(Tally.Say(new Peek(), "a"), Tally.Now).ShouldBe(new CarriedOut(0, 1, 0));
    }

    [Fact]
    public void A_gap_in_the_journal_is_never_stepped_over() =>
        Should.Throw<InvalidOperationException>(
        () => _tally.Replay(2, new Envelope("ada", null, default, null, Tally.Now, new Counted(1)))).Message.ShouldContain("gap");

    [Fact]
    public void It_resumes_from_its_order_alone()
    {
        _tally.Resume().ShouldBeEmpty();
        Carry(Tally.Say(new Count(4), "a"));
        _tally.Resume().ShouldBe([new PendingEffect(new Ring(4), 1)]);
    }
}
