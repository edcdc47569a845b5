namespace StreamActors.Runtime.Promises;

/// <summary>
/// One runtime over one database, as the promises see it: of one process or of several, on a fake clock or a real one.
/// Whatever takes time, or needs the database to be slow or to fail, is asked for here in words that fit all of them.
/// </summary>
public abstract class RuntimeUnderTest : IAsyncDisposable
{
    public Stage Stage { get; } = new();

    public abstract Pace Pace { get; }

    /// <summary>What the runtime's chance source gives next; from 0 to below 1.</summary>
    public double Chance { get; set; } = 0.5;

    /// <summary>The asker's side. It stays valid over restarts, and over the death of the node where the entities live.</summary>
    public abstract IEntities Entities { get; }

    public abstract ICluster Cluster { get; }

    public abstract ITelemetry Telemetry { get; }

    public abstract ICommittedFeed Feed { get; }

    public abstract DateTimeOffset Now { get; }

    /// <summary>The events of one entity as they are stored, whatever the runtime thinks.</summary>
    public abstract Task<IReadOnlyList<Recorded>> Stored(EntityId id);

    /// <summary>Starts on whatever is stored, with waker and followers.</summary>
    public abstract Task Start();

    /// <summary>Leaves in good order, all of it.</summary>
    public abstract Task Stop();

    /// <summary>The node where the entities live is gone from one instant to the next.</summary>
    public abstract Task Kill();

    /// <summary>After <see cref="Kill"/>: until the entities can be asked again, on a new node or another one.</summary>
    public abstract Task Recover();

    /// <summary>Runs this follower, now and after every start.</summary>
    public abstract Task Employ(IFollower follower);

    public abstract Task Pass(TimeSpan time);

    /// <summary>Lets time pass until the entity is awake again, and says how much it was.</summary>
    public abstract Task<TimeSpan> Rest(EntityId id, int life);

    /// <summary>Whether a measured rest is what was meant, as exactly as this runtime's clock can tell.</summary>
    public abstract bool IsAbout(TimeSpan measured, TimeSpan meant);

    /// <summary>Commits of this entity reach the gate and wait there until it opens.</summary>
    public abstract Gate HoldCommits(EntityId id);

    /// <summary>The next commit of this entity throws: before anything is stored, or only afterwards.</summary>
    public abstract void FailNextCommit(EntityId id, bool afterStoring);

    public abstract ValueTask DisposeAsync();
}
