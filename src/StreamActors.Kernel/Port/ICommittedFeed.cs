namespace StreamActors.Kernel;

/// <summary>All stored events: in sequence per entity, at least once, without omissions.</summary>
public interface ICommittedFeed
{
    /// <summary>All events after this position, then new ones until cancelled. Positions rise; gaps in them mean nothing.</summary>
    IAsyncEnumerable<Recorded> Follow(long after, CancellationToken stop);
}

/// <summary>
/// Work across entities: turns one stored event into commands to others. Pure, and at most one command per receiver and event,
/// since receivers drop repeats by (follower, source, sequence).
/// </summary>
public interface IFollower
{
    /// <summary>The key of its stored cursor: a renamed follower starts from the beginning.</summary>
    string Name { get; }

    IEnumerable<(EntityId To, Command Command)> On(Recorded recorded);
}
