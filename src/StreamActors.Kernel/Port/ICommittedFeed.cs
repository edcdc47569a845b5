namespace StreamActors.Kernel;

/// <summary>Everything stored, in one order: in sequence per entity, at least once, skipping nothing.</summary>
public interface ICommittedFeed
{
    /// <summary>All after this position, then what comes, until cancelled. Positions rise; gaps in them mean nothing.</summary>
    IAsyncEnumerable<Recorded> Follow(long after, CancellationToken stop);
}

/// <summary>
/// Work across entities: from one stored event, commands to others. Pure, and at most one command to any receiver per
/// event, since receivers drop repeats by (follower, source, sequence).
/// </summary>
public interface IFollower
{
    /// <summary>Keeps its place by this name; a renamed follower starts from the beginning.</summary>
    string Name { get; }

    IEnumerable<(EntityId To, Command Command)> On(Recorded recorded);
}
