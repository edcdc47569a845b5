using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Access;

public sealed class SigningSpecs
{
    [Fact]
    public void The_newest_key_signs()
    {
        var (one, two) = (new SealedSecret(Guid.Empty, "one"), new SealedSecret(Guid.Empty, "two"));
        new Scenario(SigningKind.Kind, SigningId.Tokens).When(new SignWith("a", one)).Then(new SigningKeyChosen("a", one));
        new Scenario(SigningKind.Kind, SigningId.Tokens, new SigningKeyChosen("a", one)).When(new SignWith("b", two))
            .Then(new SigningKeyChosen("b", two));
        ((SigningState)new Scenario(SigningKind.Kind, SigningId.Tokens, new SigningKeyChosen("a", one),
            new SigningKeyChosen("b", two)).Order).ShouldBe(new SigningState("b", two));
    }

    [Fact]
    public void Of_the_keys_before_one_at_most_is_remembered_and_only_for_as_long_as_was_said()
    {
        var (one, two, three) =
            (new SealedSecret(Guid.Empty, "one"), new SealedSecret(Guid.Empty, "two"), new SealedSecret(Guid.Empty, "three"));
        var tomorrow = DateTimeOffset.UnixEpoch.AddDays(1);
        new Scenario(SigningKind.Kind, SigningId.Tokens).When(new SignWith("a", one) { BeforeUntil = tomorrow })
            .Then(new SigningKeyChosen("a", one));
        var kept = new SigningKeyChosen("b", two) { BeforeUntil = tomorrow };
        new Scenario(SigningKind.Kind, SigningId.Tokens, new SigningKeyChosen("a", one))
            .When(new SignWith("b", two) { BeforeUntil = tomorrow }).Then(kept);
        Order(new SigningKeyChosen("a", one), kept).ShouldBe(new SigningState("b", two) { Before = new("a", one, tomorrow) });
        Order(new SigningKeyChosen("a", one), kept, new SigningKeyChosen("c", three) { BeforeUntil = tomorrow })
            .ShouldBe(new SigningState("c", three) { Before = new("b", two, tomorrow) });
        Order(new SigningKeyChosen("a", one), kept, new SigningKeyChosen("c", three)).ShouldBe(new SigningState("c", three));
    }

    private static SigningState Order(params Event[] events) =>
        (SigningState)new Scenario(SigningKind.Kind, SigningId.Tokens, events).Order;
}
