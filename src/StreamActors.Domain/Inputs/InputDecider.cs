using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

public sealed class InputDecider : Decider<InputState, InputLive>
{
    public const int MaxOutputLimit = 5000;

    public override InputState NoOrder => InputState.None;

    public override InputLive NoLive => InputLive.None;

    public override Decision Decide(InputState order, InputLive live, Command command) => (command, order.Config) switch
    {
        (CreateInput c, null) => Checked(c.Config, () => Decision.Store(new InputCreated(c.Config))),
        (CreateInput c, { } config) => config == c.Config ? Decision.Nothing : Decision.Refuse("exists", "There is such an input already: edit it, or choose another id."),
        (RemoveInput or DetachOutput or Depart, null) => Decision.Nothing,
        (_, null) => Decision.Refuse("not-found", "There is no such input: create it first."),
        (EditInput c, { } config) when c.Config == config => Decision.Nothing,
        (EditInput c, { } config) => Checked(c.Config, () => Edit(order, config, c.Config)),
        (SwitchInput c, { } config) => config.On == c.On ? Decision.Nothing : Decision.Store(new InputSwitched(config with { On = c.On })),
        (RemoveInput, { } config) => Remove(order, config),
        (AttachOutput c, { } config) => Attach(order, config, c.Output),
        (DetachOutput c, _) => order.Outputs.ContainsKey(c.Output) ? Decision.Store(new OutputDetached(c.Output)) : Decision.Nothing,
        (Admit c, { } config) => Decide(order, config, c),
        (Depart c, _) => order.Landing?.Session == c.Session ? Decision.Store(new Departed(c.Session)) : Decision.Nothing,
        _ => throw Unknown(command),
    };

    public override InputState Evolve(InputState order, Event happened)
    {
        var next = order with { Sequence = order.Sequence + 1 };
        return happened switch
        {
            InputCreated e => next with { Config = e.Config, Revision = next.Sequence },
            InputEdited e => next with { Config = e.Config, Revision = next.Sequence },
            InputSwitched e => next with { Config = e.Config, Revision = next.Sequence, Landing = e.Config.On ? order.Landing : null },
            InputRemoved => InputState.None with { Sequence = next.Sequence, Revision = next.Sequence },
            OutputAttached e => next with { Outputs = order.Outputs.SetItem(e.Output, e.Slot) },
            OutputDetached e => next with { Outputs = order.Outputs.Remove(e.Output) },
            Claimed e => next with { Landing = new Landing(e.Session, e.Node, next.Sequence) },
            Departed => next with { Landing = null },
            _ => throw Unknown(happened),
        };
    }

    private static Decision Checked(InputConfig config, Func<Decision> sound)
    {
        FieldFault[] faults =
        [
            .. ConfigRules.Check(config.Name, config.Labels, config.StallAfter),
            .. config.OutputLimit is >= 1 and <= MaxOutputLimit ? Array.Empty<FieldFault>() : [new("output-limit", $"{config.OutputLimit}", $"1 to {MaxOutputLimit}")],
            .. AddressRules.Check(config.Address, isIngest: true).Select(f => f with { Field = $"address.{f.Field}" }),
        ];
        return faults.Length == 0 ? sound() : Decision.Refuse("invalid", $"The input has {faults.Length} field(s) at fault.", faults);
    }

    private static Decision Edit(InputState order, InputConfig old, InputConfig config) => config.OutputLimit < order.Outputs.Count
        ? Decision.Refuse("in-use", $"It feeds {order.Outputs.Count} outputs: remove some before the limit is lowered.", new FieldFault("output-limit", $"{config.OutputLimit}", $"{order.Outputs.Count} or more"))
        : Decision.Store(new InputEdited(config, [.. old.Reserved.Except(config.Reserved, StringComparer.Ordinal)]));

    private static Decision Remove(InputState order, InputConfig config) => order.Outputs.Count == 0
        ? Decision.Store(new InputRemoved(config))
        : Decision.Refuse("in-use", $"It feeds {string.Join(", ", order.Outputs.Keys.Take(5))}{(order.Outputs.Count > 5 ? ", …" : "")}: remove these outputs first.");

    private static Decision Attach(InputState order, InputConfig config, string output)
    {
        if (order.Outputs.ContainsKey(output))
            return Decision.Nothing;
        if (order.Outputs.Count >= config.OutputLimit)
            return Decision.Refuse("output-limit", $"It feeds {order.Outputs.Count} outputs, its limit: raise output-limit, or remove one.", new FieldFault("input", config.Name, "an input with a free place"));
        var taken = order.Outputs.Values.ToHashSet();
        return Decision.Store(new OutputAttached(output, Enumerable.Range(0, order.Outputs.Count + 1).First(slot => !taken.Contains(slot))));
    }

    private static Decision Decide(InputState order, InputConfig config, Admit c)
    {
        if (!config.On)
            return Decision.Refuse("off", "The input is ordered off: start it before publishing to it.");
        return order.Landing switch
        {
            null => Decision.Store(new Claimed(c.Session, c.Node)),
            { } landing when landing.Session == c.Session => Decision.Nothing,
            { } landing => Decision.Refuse("taken", $"Somebody publishes to it already, on {landing.Node}: stop that one first."),
        };
    }
}
