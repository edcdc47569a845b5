using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The context of a request: its command id, the caller, and its cancellation.</summary>
public sealed record Errand(CommandId Command, Origin Origin, CancellationToken Stop);
