using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>Third step of creating an output, after its reservations and its slot at the input, all held by this attempt.</summary>
public sealed record CreateOutput(OutputConfig Config, string Attempt = "") : Command;

/// <summary>The whole new configuration; the API has already merged a partial edit.</summary>
public sealed record EditOutput(OutputConfig Config, string Attempt = "") : Command;

public sealed record SwitchOutput(bool On) : Command;

public sealed record RemoveOutput : Command;
