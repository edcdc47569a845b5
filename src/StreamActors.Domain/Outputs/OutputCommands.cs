using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>Third step of creating an output, after its reservations and its slot at the input; all are held under the name of this attempt.</summary>
public sealed record CreateOutput(OutputConfig Config, string Attempt = "") : Command;

/// <summary>The whole configuration as it should be; the edge has laid a partial edit over what was there.</summary>
public sealed record EditOutput(OutputConfig Config, string Attempt = "") : Command;

public sealed record SwitchOutput(bool On) : Command;

public sealed record RemoveOutput : Command;
