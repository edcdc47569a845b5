using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>The owner's wish as of its <paramref name="Revision"/>.</summary>
public sealed record Assign(EntityId Owner, long Revision, WorkloadSpec Spec, bool On) : Command;

/// <summary>The owner is gone.</summary>
public sealed record Retire(EntityId Owner, long Revision) : Command;

/// <summary>An operator takes it out of parking, or out of a long delay.</summary>
public sealed record Retry : Command;

/// <summary>An operator wants a fresh start, whatever it is doing.</summary>
public sealed record Restart : Command;

// What comes of effects. Each names the incarnation it speaks of: word of an older one is not listened to.

/// <summary>What it waits for is here, and this node may start it.</summary>
public sealed record SourceCame(string Node, long Epoch) : Command;

public sealed record SourceWent(string Why) : Command;

/// <summary>The input is made of other streams than before, and the destination can carry these.</summary>
public sealed record StreamsChanged(string What) : Command;

/// <summary>Media has been accepted: bytes arrived, or went out to the destination.</summary>
public sealed record MediaAccepted(long Incarnation) : Command;

/// <summary>Nothing has moved for the stall time although there was something to move.</summary>
public sealed record MediaStalled(long Incarnation, string Why) : Command;

/// <summary>The destination takes less than the stream has: it is far behind, or packets had to be left out.</summary>
public sealed record MediaSlow(long Incarnation, string Why) : Command;

/// <summary>It has been up with the stream again for a while.</summary>
public sealed record MediaCaughtUp(long Incarnation) : Command;

/// <summary>The driver ended, by itself or because it was told to. <paramref name="Chance"/>, from 0 to below 1, jitters the delay.</summary>
/// <param name="Anew">It has not failed: its input has become another stream, and a new driver is to carry that at once.</param>
public sealed record MediaEnded(long Incarnation, ErrorClass Class, string Text, double Chance, bool MayBeOurselves = false, bool Anew = false) : Command
{
    /// <summary>When it ended, on the monotonic clock of the node where it ran.</summary>
    public TimeSpan Clock { get; init; }
}

/// <summary>The delay of a back-off is over.</summary>
public sealed record DelayOver : Command;

/// <summary>The first word to itself after it woke anywhere.</summary>
public sealed record Awake : Command;
