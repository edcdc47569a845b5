using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace StreamActors.Runtime.Tests;

public sealed class DeadLetterSpecs : TestKit
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    public DeadLetterSpecs()
        : base(SingleEntity.Patient)
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
    public void A_dead_letter_answers_its_caller_at_once()
    {
        Lose(new Ask(Purse, 5, Request.Always, new Delivery(new Put(1), CommandId.Of("one"))));
        ExpectMsg<Answered>(a => a.Number == 5 && a.Answer is Unknown);
        Lose(new Read(Purse, 6, Request.Always));
        ExpectMsg<Answered>(a => a.Number == 6 && ((Reading)a.Answer).Failure is Unknown);
        Sys.EventStream.Publish(new UnhandledMessage(new Read(Purse, 7, Request.Always), TestActor, TestActor));
        ExpectMsg<Answered>(a => a.Number == 7);
    }

    [Fact]
    public void A_dead_letter_without_a_caller_is_ignored()
    {
        Lose(new Ask(Purse, 0, Request.Always, new Delivery(new Put(1), CommandId.Of("one"))));
        Lose(new WakeUp(Purse));
        Lose(new Read(Purse, 8, Request.Always));
        ExpectMsg<Answered>(a => a.Number == 8); // the first to come
    }

    private void Lose(object letter) => Sys.EventStream.Publish(new DeadLetter(letter, TestActor, TestActor));
}
