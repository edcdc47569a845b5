using StreamActors.Domain.Access;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Access;

public sealed class SigningSpecs
{
    [Fact]
    public void The_house_signs_with_the_key_that_was_chosen_last()
    {
        var (one, two) = (new SealedSecret(Guid.Empty, "one"), new SealedSecret(Guid.Empty, "two"));
        new Scenario(SigningKind.Kind, SigningId.Tokens).When(new SignWith("a", one)).Then(new SigningKeyChosen("a", one));
        new Scenario(SigningKind.Kind, SigningId.Tokens, new SigningKeyChosen("a", one)).When(new SignWith("b", two)).Then(new SigningKeyChosen("b", two));
        ((SigningState)new Scenario(SigningKind.Kind, SigningId.Tokens, new SigningKeyChosen("a", one), new SigningKeyChosen("b", two)).Order).ShouldBe(new SigningState("b", two));
    }
}
