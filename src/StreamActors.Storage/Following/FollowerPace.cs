using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>How a follower goes about its deliveries.</summary>
public sealed record FollowerPace
{
    /// <summary>Commands that are under way or wait behind one that is; past this many the follower reads on no further.</summary>
    public int Window { get; init; } = 256;

    /// <summary>At most this often is the cursor stored; whatever was delivered since is delivered again after a crash, and dropped as a repeat.</summary>
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    public BackOff Again { get; init; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
}
