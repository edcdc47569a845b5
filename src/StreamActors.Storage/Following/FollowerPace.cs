using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>How a follower goes about its deliveries.</summary>
public sealed record FollowerPace
{
    /// <summary>Commands that are under way or wait behind one that is; past this many the follower reads on no further.</summary>
    public int Window { get; init; } = 256;

    /// <summary>
    /// Events that were delivered, or are under way, beyond the stored cursor; past this many the follower waits, however
    /// little is under way. They are told again after a crash: a receiver must know them all, and it knows the last 4,096
    /// sources of a follower.
    /// </summary>
    public int Ahead { get; init; } = 4096;

    /// <summary>This often is the cursor stored, and whenever the follower is as far ahead of it as it may be; whatever was delivered since is delivered again after a crash, and dropped as a repeat.</summary>
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    public BackOff Again { get; init; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
}
