using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace StreamActors.Runtime.Tests;

/// <summary>Messages between nodes survive serialization, under names that never change.</summary>
public sealed class WireSpecs : TestKit
{
    private static readonly EntityId Purse = Purses.Purse("hers");
    private static readonly DateTimeOffset At = new(2026, 11, 20, 3, 0, 0, 123, TimeSpan.Zero);

    private readonly FakeClock _clock = new(At);

    private WireSerializer Wire => new((ExtendedActorSystem)Sys, SqlStore.Words, _clock);

    [Fact]
    public void Every_message_survives_serialization()
    {
        var origin = new Origin("maria", At, "because", new Cause(Purses.Ledger("his"), 12));
        Same(new Ask(Purse, 7, In(1234), new Delivery(new Put(3) { Origin = origin }, CommandId.Of("one"), 41)), "ask");
        Same(new Ask(Purse, 0, Request.Always, new Delivery(new Ponder("gate", true), CommandId.Nameless)), "ask");
        Same(new Read(Purse, long.MaxValue, In(3_600_000)), "look");
        Same(new WakeUp(Purse), "wake");
        Same(new IsAwake(Purse), "is-awake");
        Same(new Awake(true), "awake");
    }

    [Fact]
    public void The_remaining_timeout_is_serialized()
    {
        var ask = new Read(Purse, 7, In(1000));
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        var bytes = Wire.ToBinary(ask);
        _clock.Advance(TimeSpan.FromHours(1)); // the other node's clock shows another time
        ((Read)Wire.FromBinary(bytes, "look")).Until.ShouldBe(In(600));
    }

    [Fact]
    public void Every_answer_comes_out_as_it_went_in()
    {
        Same(new Answered(2, new Busy()), "answered");
        Same(new Answered(3, new Crashed("It \"stumbles\" über ∞.")), "answered");
        Same(new Answered(4, new Unknown("who knows")), "answered");
        Same(new Answered(5, new Reading(new Purse(3, true), new PurseLive(2), 4)), "answered");
        Same(new Answered(6, new Reading(null, null, 0, new Busy())), "answered");

        var done = Through(new Answered(7, new Done(4, [new CoinsPut(1), new Lit()]))).Answer.ShouldBeOfType<Done>();
        done.Version.ShouldBe(4);
        done.Events.ShouldBe([new CoinsPut(1), new Lit()]);
        var refusal =
            Through(new Answered(8,
            new Refused(new Refusal("code", "why", [new FieldFault("port", null, "one")])))).Answer.ShouldBeOfType<Refused>().Refusal;
        (refusal.Code, refusal.Message).ShouldBe(("code", "why"));
        refusal.Fields.ShouldBe([new FieldFault("port", null, "one")]);
    }

    [Fact]
    public void Figures_come_out_as_they_went_in()
    {
        var figures = new NodeFigures("a", Guid.NewGuid(), 5, 2, [new("t", "double", 0.1d), new("t", "endless", double.PositiveInfinity),
            new("t", "long", long.MinValue), new("t", "int", 3), new("t", "text", "x"), new("t", "no", false), new("t", "gone", null),
            new("t", "word", new Purse(1, true))]);
        var read = (NodeFigures)Wire.FromBinary(Wire.ToBinary(figures), Wire.Manifest(figures));
        (read with { Figures = [] }).ShouldBe(figures with { Figures = [] });
        read.Figures.ShouldBe(figures.Figures);
    }

    [Fact]
    public void A_manifest_of_a_newer_program_is_refused_by_its_name() =>
        Should.Throw<UnknownManifestException>(() => Wire.FromBinary("{}"u8.ToArray(), "novelty")).Manifest.ShouldBe("novelty");

    private long In(int milliseconds) => _clock.In(TimeSpan.FromMilliseconds(milliseconds));

    private void Same<T>(T message, string manifest)
        where T : class
    {
        Wire.Manifest(message).ShouldBe(manifest);
        Through(message).ShouldBe(message);
    }

    private T Through<T>(T message)
        where T : class => (T)Wire.FromBinary(Wire.ToBinary(message), Wire.Manifest(message));
}
