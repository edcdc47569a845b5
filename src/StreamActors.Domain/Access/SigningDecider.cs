using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

public sealed class SigningDecider : Decider<SigningState, SigningLive>
{
    public override SigningState NoOrder => SigningState.None;

    public override SigningLive NoLive => SigningLive.None;

    public override Decision Decide(SigningState order, SigningLive live, Command command) => command switch
    {
        SignWith c => order.Name == c.Name ? Decision.Nothing : Decision.Store(
            new SigningKeyChosen(c.Name, c.Private) { BeforeUntil = order.Name is null ? null : c.BeforeUntil }),
        _ => throw Unknown(command),
    };

    public override SigningState Evolve(SigningState order, Event happened) => happened switch
    {
        SigningKeyChosen e => new SigningState(e.Name, e.Private)
        {
            Before = e.BeforeUntil is { } until && order is { Name: { } name, Private: { } key } ? new SigningBefore(name, key, until)
                : null,
        },
        _ => throw Unknown(happened),
    };
}
