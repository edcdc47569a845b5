using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>The owner's order at its <paramref name="Revision"/>.</summary>
public sealed record Assign(EntityId Owner, long Revision, WorkloadSpec Spec, bool On) : Command;

/// <summary>The owner was removed.</summary>
public sealed record Retire(EntityId Owner, long Revision) : Command;

/// <summary>An operator ends parking or a back-off delay.</summary>
public sealed record Retry : Command;

/// <summary>An operator requests a restart in any phase.</summary>
public sealed record Restart : Command;

// Results of effects. Each names its incarnation: those of an older one are ignored.

/// <summary>The source is available, and this node may start the workload.</summary>
public sealed record SourceCame(string Node, long Epoch) : Command;

public sealed record SourceWent(string Why) : Command;

/// <summary>The streams of the input have changed, and the destination can carry the new ones.</summary>
public sealed record StreamsChanged(string What) : Command;

/// <summary>Media has been accepted: bytes arrived from the source, or were sent to the destination.</summary>
public sealed record MediaAccepted(long Incarnation) : Command;

/// <summary>No media moved for the stall time although there was some to move.</summary>
public sealed record MediaStalled(long Incarnation, string Why) : Command;

/// <summary>The destination takes less than the stream's bit rate: it is far behind, or packets were dropped.</summary>
public sealed record MediaSlow(long Incarnation, string Why) : Command;

/// <summary>It has kept up with the stream again for a while.</summary>
public sealed record MediaCaughtUp(long Incarnation) : Command;

/// <summary>The driver ended, by itself or on request. <paramref name="Chance"/>, from 0 to below 1, jitters the delay.</summary>
/// <param name="Anew">Not a failure: the input's stream has changed, and a new driver must start at once.</param>
public sealed record MediaEnded(long Incarnation, ErrorClass Class, string Text, double Chance, bool MayBeOurselves = false,
    bool Anew = false) : Command
{
    /// <summary>When it ended, on the monotonic clock of its node.</summary>
    public TimeSpan Clock { get; init; }
}

/// <summary>The back-off delay is over.</summary>
public sealed record DelayOver : Command;

/// <summary>The first command to itself after activation on any node.</summary>
public sealed record Awake : Command;
