using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace StreamActors.Runtime.Tests;

public sealed class LostLetterSpecs : TestKit
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    public LostLetterSpecs()
        : base(LoneEntity.Patient)
    {
        Sys.ActorOf(Props.Create(() => new DeadLetterReplies()), "lost-letters");
        AwaitAssert(() => // it has subscribed when it answers
        {
            Lose(new Read(Purse, 1, Request.Always));
            ExpectMsg<Answered>(TimeSpan.FromMilliseconds(200));
        });
        while (TryReceiveOne(out _, TimeSpan.Zero))
        {
        }
    }

    [Fact]
    public void Whoever_asked_hears_at_once_that_the_letter_was_lost()
    {
        Lose(new Ask(Purse, 5, Request.Always, new Delivery(new Put(1), CommandId.Of("one"))));
        ExpectMsg<Answered>(a => a.Number == 5 && a.Answer is Unknown);
        Lose(new Read(Purse, 6, Request.Always));
        ExpectMsg<Answered>(a => a.Number == 6 && ((Reading)a.Answer).Failure is Unknown);
        Sys.EventStream.Publish(new UnhandledMessage(new Read(Purse, 7, Request.Always), TestActor, TestActor));
        ExpectMsg<Answered>(a => a.Number == 7);
    }

    [Fact]
    public void Nobody_hears_of_a_letter_that_nobody_waits_for()
    {
        Lose(new Ask(Purse, 0, Request.Always, new Delivery(new Put(1), CommandId.Of("one"))));
        Lose(new WakeUp(Purse));
        Lose(new Read(Purse, 8, Request.Always));
        ExpectMsg<Answered>(a => a.Number == 8); // the first to come
    }

    private void Lose(object letter) => Sys.EventStream.Publish(new DeadLetter(letter, TestActor, TestActor));
}
