using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

/// <summary>By an attempt, under whose name its reservations are held.</summary>
public sealed record CreateInput(InputConfig Config, string Attempt = "") : Command;

/// <summary>The whole configuration as it should be; the edge has laid a partial edit over what was there.</summary>
public sealed record EditInput(InputConfig Config, string Attempt = "") : Command;

public sealed record SwitchInput(bool On) : Command;

public sealed record RemoveInput : Command;

/// <summary>Second step of creating an output: a slot among its siblings, held for a while for this attempt; lastingly where a node that knows no attempts asks.</summary>
public sealed record AttachOutput(string Output, string Attempt = "", TimeSpan? For = null) : Command;

/// <summary>The output exists now, by this attempt, in this slot.</summary>
public sealed record SettleOutput(string Output, int Slot, string Attempt) : Command;

/// <summary>The attempt failed; or, where none is named, the output is gone.</summary>
public sealed record DetachOutput(string Output, string Attempt = "") : Command;

/// <summary>A publisher's connection has arrived on a node and asks to be the one.</summary>
public sealed record Admit(string Session, string Node) : Command;

/// <summary>That connection is over.</summary>
public sealed record Depart(string Session) : Command;
