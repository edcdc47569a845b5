using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed class ChannelDecider : Decider<ChannelState, ChannelLive>
{
    public override ChannelState NoOrder => ChannelState.None;

    public override ChannelLive NoLive => ChannelLive.None;

    public override Decision Decide(ChannelState order, ChannelLive live, Command command) => (command, order.Config) switch
    {
        (CreateChannel c, null) => Checked(c.Config, new ChannelCreated(c.Config)),
        (CreateChannel c, { } config) => config == c.Config ? Decision.Nothing
            : Decision.Refuse("exists", "This channel exists already: edit it, or choose another id."),
        (RemoveChannel, null) => Decision.Nothing,
        (_, null) => Decision.Refuse("not-found", "There is no channel with this id."),
        (EditChannel c, { } config) => c.Config == config ? Decision.Nothing : Checked(c.Config, new ChannelEdited(c.Config)),
        (RemoveChannel, { } config) => Decision.Store(new ChannelRemoved(config)),
        _ => throw Unknown(command),
    };

    public override ChannelState Evolve(ChannelState order, Event happened) => happened switch
    {
        ChannelCreated e => new ChannelState(e.Config),
        ChannelEdited e => new ChannelState(e.Config),
        ChannelRemoved => ChannelState.None,
        _ => throw Unknown(happened),
    };

    private static Decision Checked(ChannelConfig config, Event sound)
    {
        FieldFault[] faults = [.. ChannelCheck.Faults(config)];
        return faults.Length == 0 ? Decision.Store(sound)
            : Decision.Refuse("invalid", $"Fields of the channel that are invalid: {faults.Length}.", faults);
    }
}
