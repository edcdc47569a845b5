using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

public sealed class OutputDecider : Decider<OutputState, OutputLive>
{
    public override OutputState NoOrder => OutputState.None;

    public override OutputLive NoLive => OutputLive.None;

    public override Decision Decide(OutputState order, OutputLive live, Command command) => (command, order.Config) switch
    {
        (CreateOutput c, null) => Checked(c.Config, () => Decision.Store(new OutputCreated(c.Config, c.Attempt))),
        (CreateOutput c, { } config) =>
            config == c.Config ? Decision.Nothing : Decision.Refuse("exists", "This output exists already: edit it, or choose another id."),
        (RemoveOutput, null) => Decision.Nothing,
        (_, null) => Decision.Refuse("not-found", "There is no output with this id."),
        (EditOutput c, { } config) when c.Config == config => Decision.Nothing,
        (EditOutput c, { } config) when (c.Config.Input, c.Config.Slot) != (config.Input, config.Slot) =>
            Decision.Refuse("invalid", "The input of an output cannot change.",
            new FieldFault("input", c.Config.Input, $"{config.Input}; for another input, create another output")),
        (EditOutput c, { } config) => Checked(
            c.Config,
            () => Decision.Store(
                new OutputEdited(c.Config, [.. config.Reserved.Except(c.Config.Reserved, StringComparer.Ordinal)], c.Attempt)),
            config.Address),
        (SwitchOutput c, { } config) =>
            config.On == c.On ? Decision.Nothing : Decision.Store(new OutputSwitched(config with { On = c.On })),
        (RemoveOutput, { } config) => Decision.Store(new OutputRemoved(config)),
        _ => throw Unknown(command),
    };

    public override OutputState Evolve(OutputState order, Event happened) => happened switch
    {
        OutputCreated e => new OutputState(e.Config),
        OutputEdited e => new OutputState(e.Config),
        OutputSwitched e => new OutputState(e.Config),
        OutputRemoved => OutputState.None,
        _ => throw Unknown(happened),
    };

    private static Decision Checked(OutputConfig config, Func<Decision> sound, Address? stored = null) => ConfigRules.Checked(
        "output", config, isIngest: false, stored, sound,
        [
            .. InputId.IsWellFormed(config.Input) ? Array.Empty<FieldFault>() : [new("input", config.Input, "the id of an input")],
            .. config.Slot >= 0 ? Array.Empty<FieldFault>() : [new("slot", $"{config.Slot}", "0 or more")],
        ]);
}
