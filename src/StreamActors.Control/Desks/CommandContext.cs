using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// What a request brings to a desk besides what it wants: the id its command is remembered by, who asks, and until when he waits.
/// </summary>
public sealed record CommandContext(CommandId Command, Origin Origin, CancellationToken Stop)
{
    /// <summary>Its command was named for it alone: it cannot have come before.</summary>
    public bool IsFirst { get; init; }
}
