namespace StreamActors.Runtime.Promises;

/// <summary>A database that outlives the nodes started on it.</summary>
public abstract class Store : IAsyncDisposable
{
    /// <summary>As one node opens it.</summary>
    public abstract Task<OpenStore> Open(IReadOnlyList<EntityKind> kinds);

    public abstract ValueTask DisposeAsync();
}

/// <summary>One node's connection to the database, with its waker and followers.</summary>
public abstract class OpenStore : IAsyncDisposable
{
    public abstract IJournal Journal { get; }

    public abstract ICommittedFeed Feed { get; }

    public abstract ITimeline Timeline { get; }

    /// <summary>Additional kinds that the node hosts.</summary>
    public virtual IReadOnlyList<EntityKind> Kinds => [];

    /// <summary>Activates wanted entities, and keeps them active.</summary>
    public abstract Task Remember(IEntities entities);

    /// <summary>Runs a follower until it is disposed.</summary>
    public abstract Task Employ(IFollower follower, IEntities entities);

    public abstract ValueTask DisposeAsync();
}
