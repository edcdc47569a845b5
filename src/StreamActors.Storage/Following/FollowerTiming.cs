using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The limits of a follower's deliveries.</summary>
public sealed record FollowerTiming
{
    /// <summary>Commands in progress or queued; at this many the follower stops reading.</summary>
    public int Window { get; init; } = 256;

    /// <summary>
    /// Events delivered or in progress beyond the stored cursor; at this many the follower waits. After a crash they are delivered again,
    /// and a receiver recognizes repeats among the last 4,096 sources of a follower.
    /// </summary>
    public int Ahead { get; init; } = 4096;

    /// <summary>
    /// How often the cursor is stored, besides when the limit ahead of it is reached; later deliveries are repeated after a crash, and
    /// dropped as repeats.
    /// </summary>
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    public BackOff RetryDelay { get; init; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
}
