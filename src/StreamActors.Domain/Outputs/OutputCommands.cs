using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>Third step of creating an output, after its reservations and its slot at the input.</summary>
public sealed record CreateOutput(OutputConfig Config) : Command;

/// <summary>The whole configuration as it should be; the edge has laid a partial edit over what was there.</summary>
public sealed record EditOutput(OutputConfig Config) : Command;

public sealed record SwitchOutput(bool On) : Command;

public sealed record RemoveOutput : Command;
