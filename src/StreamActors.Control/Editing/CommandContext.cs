using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The context of a request: the id of its command, who sent it, and how long the caller waits.</summary>
public sealed record CommandContext(CommandId Command, Origin Origin, CancellationToken Stop)
{
    /// <summary>The command id is new, so there cannot be an earlier reply.</summary>
    public bool IsFirst { get; init; }
}
