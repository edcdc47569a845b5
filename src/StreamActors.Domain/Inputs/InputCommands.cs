using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

/// <summary><paramref name="Attempt"/> is the holder of its reservations.</summary>
public sealed record CreateInput(InputConfig Config, string Attempt = "") : Command;

/// <summary>The whole new configuration; the API has already merged a partial edit.</summary>
public sealed record EditInput(InputConfig Config, string Attempt = "") : Command;

public sealed record SwitchInput(bool On) : Command;

public sealed record RemoveInput : Command;

/// <summary>Second step of creating an output: reserves a slot for a time; permanently when an older node sends no attempt.</summary>
public sealed record AttachOutput(string Output, string Attempt = "", TimeSpan? For = null) : Command;

/// <summary>The output now exists in this slot, created by this attempt.</summary>
public sealed record SettleOutput(string Output, int Slot, string Attempt) : Command;

/// <summary>The attempt failed; without an attempt, the output was removed.</summary>
public sealed record DetachOutput(string Output, string Attempt = "") : Command;

/// <summary>A publisher has connected to a node and requests the input.</summary>
public sealed record Admit(string Session, string Node) : Command;

/// <summary>The publisher has disconnected.</summary>
public sealed record Depart(string Session) : Command;
