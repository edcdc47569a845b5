namespace StreamActors.Runtime.Promises;

/// <summary>
/// One runtime over one database, as the promises see it: in one process or several, on a fake clock or a real one. Everything that takes
/// time, or needs a slow or failing database, goes through here.
/// </summary>
public abstract class RuntimeUnderTest : IAsyncDisposable
{
    public EffectRecorder Recorder { get; } = new();

    public abstract Pace Pace { get; }

    /// <summary>The next value of the runtime's random source; from 0 to below 1.</summary>
    public double Chance { get; set; } = 0.5;

    /// <summary>The caller's side. It stays valid over restarts, and over the death of the node with the entities.</summary>
    public abstract IEntities Entities { get; }

    public abstract ICluster Cluster { get; }

    public abstract ITelemetry Telemetry { get; }

    public abstract ICommittedFeed Feed { get; }

    public abstract DateTimeOffset Now { get; }

    /// <summary>The stored events of one entity, read from the database.</summary>
    public abstract Task<IReadOnlyList<Recorded>> Stored(EntityId id);

    /// <summary>Starts on the stored data, with waker and followers.</summary>
    public abstract Task Start();

    /// <summary>Leaves the cluster normally, with all nodes.</summary>
    public abstract Task Stop();

    /// <summary>Kills the node with the entities.</summary>
    public abstract Task Kill();

    /// <summary>After <see cref="Kill"/>: waits until the entities respond again, on a new node or another one.</summary>
    public abstract Task Recover();

    /// <summary>Runs this follower, now and after every start.</summary>
    public abstract Task Employ(IFollower follower);

    public abstract Task Pass(TimeSpan time);

    /// <summary>Advances time until the entity is active again, and returns how much.</summary>
    public abstract Task<TimeSpan> Rest(EntityId id, int life);

    /// <summary>Whether a measured back-off is the expected one, within the precision of this runtime's clock.</summary>
    public abstract bool IsAbout(TimeSpan measured, TimeSpan meant);

    /// <summary>Commits of this entity wait at the gate until it opens.</summary>
    public abstract Gate HoldCommits(EntityId id);

    /// <summary>The next commit of this entity throws: before anything is stored, or after it.</summary>
    public abstract void FailNextCommit(EntityId id, bool afterStoring);

    public abstract ValueTask DisposeAsync();
}
