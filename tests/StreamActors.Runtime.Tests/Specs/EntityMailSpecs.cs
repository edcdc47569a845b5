using Akka.Actor;

namespace StreamActors.Runtime.Tests;

public sealed class EntityMailSpecs
{
    private readonly EntityMail _mail = new();

    [Fact]
    public void What_is_meant_for_the_entity_is_kept_back_while_it_is_held_and_what_akka_says_is_not()
    {
        Say(Asked(1), new SelfMessage(null!, new Put(1)), "persisted");
        Taken().ShouldBe(["persisted"]);
        _mail.HasMessages.ShouldBeFalse();
        (_mail.HasMail, _mail.Count, _mail.Depth).ShouldBe((true, 2, 1));
        _mail.Release();
        _mail.HasMessages.ShouldBeTrue();
        Taken().Count.ShouldBe(2);
        _mail.HasMail.ShouldBeFalse();
    }

    [Fact]
    public void Callers_are_answered_during_a_flood_of_own_messages()
    {
        for (var i = 0; i < 100; i++)
            Say(new SelfMessage(null!, new Put(1)));
        Say(Asked(1), Asked(2));
        _mail.Release();
        var taken = Taken();
        taken.IndexOf(taken.OfType<Ask>().First()).ShouldBe(16);
        taken.IndexOf(taken.OfType<Ask>().Last()).ShouldBe(33);
        taken.Count.ShouldBe(102);
    }

    [Fact]
    public void What_was_unstashed_comes_first_and_in_its_order()
    {
        Say("later");
        _mail.EnqueueFirst(new Akka.Actor.Envelope("second", ActorRefs.NoSender));
        _mail.EnqueueFirst(new Akka.Actor.Envelope("first", ActorRefs.NoSender));
        Taken().ShouldBe(["first", "second", "later"]);
    }

    private static Ask Asked(long number) => new(Purses.Purse("hers"), number, Request.Always, new Delivery(new Put(1), Pair.NewId()));

    private void Say(params object[] messages)
    {
        foreach (var message in messages)
            _mail.Enqueue(ActorRefs.Nobody, new Akka.Actor.Envelope(message, ActorRefs.NoSender));
    }

    private List<object> Taken()
    {
        List<object> taken = [];
        while (_mail.TryDequeue(out var envelope))
            taken.Add(envelope.Message);
        return taken;
    }
}
