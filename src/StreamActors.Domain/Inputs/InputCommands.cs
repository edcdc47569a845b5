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

/// <summary>A publisher has connected to a node and requests the input (decision 0173).</summary>
/// <param name="Session">Its connection.</param>
/// <param name="Run">The incarnation of the workload that takes publishers there; 0 where none runs.</param>
public sealed record Admit(string Session, string Node, long Run = 0) : Command
{
    public PublisherPeer? Publisher { get; init; }

    /// <summary>The session that this run has now, and hears media of; any other one has ended.</summary>
    public string? Present { get; init; }

    /// <summary>The node where the workload runs, if it is another one.</summary>
    public string? RunsOn { get; init; }
}

/// <summary>The publisher has disconnected.</summary>
public sealed record Depart(string Session) : Command;

/// <summary>A publisher with the right key was refused: for the timeline.</summary>
public sealed record ReportRefusal(PublisherPeer Publisher, string Reason) : Command;
