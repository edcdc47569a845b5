using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

public sealed record CreateInput(InputConfig Config) : Command;

/// <summary>The whole configuration as it should be; the edge has laid a partial edit over what was there.</summary>
public sealed record EditInput(InputConfig Config) : Command;

public sealed record SwitchInput(bool On) : Command;

public sealed record RemoveInput : Command;

/// <summary>Second step of creating an output: a slot among its siblings.</summary>
public sealed record AttachOutput(string Output) : Command;

public sealed record DetachOutput(string Output) : Command;

/// <summary>A publisher's connection has arrived on a node and asks to be the one.</summary>
public sealed record Admit(string Session, string Node) : Command;

/// <summary>That connection is over.</summary>
public sealed record Depart(string Session) : Command;
