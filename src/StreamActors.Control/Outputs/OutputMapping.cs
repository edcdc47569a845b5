using StreamActors.Domain.Outputs;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>An output as it is shown, with its secrets masked.</summary>
public static class OutputMapping
{
    public static OutputView View(string id, OutputConfig config, long version, StateView state) => new(
        id, config.Name, config.Input, InputMapping.Address(config.Address), config.On, Duration.Text(config.StallAfter), config.Labels,
        version, state);

    /// <summary>The draft that would produce this output.</summary>
    public static OutputDraft Draft(string id, OutputConfig config) => new()
    {
        Id = id,
        Name = config.Name,
        Input = config.Input,
        Address = InputMapping.Sent(config.Address),
        On = config.On,
        StallAfter = Duration.Text(config.StallAfter),
        Labels = config.Labels,
    };
}
