namespace StreamActors.Kernel;

/// <summary>A kind of entity as registered with a runtime: its decider, its effects, its placement and limits.</summary>
public sealed record EntityKind(string Name, IDecider Decider)
{
    public OpenEffects Effects { get; init; } = static (_, _) => NoEffects.Instance;

    /// <summary>Remembered kinds only: whether this event turns activation after a restart on (true) or off (false).</summary>
    public Func<Event, bool?>? IsWanted { get; init; }

    /// <summary>Entities with the same key are placed together; by default one of 256 shards, by a hash that never changes.</summary>
    public Func<string, string> ShardKey { get; init; } = static id => StableHash.Shard(id, of: 256);

    /// <summary>With more commands than this waiting, new ones are answered with <see cref="Busy"/>.</summary>
    public int MailboxLimit { get; init; } = 1000;

    /// <summary>
    /// Idle time after which an entity is passivated. One with effects at work or a pending reminder stays active.
    /// <see cref="Timeout.InfiniteTimeSpan"/>: it is never passivated for being idle.
    /// </summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(2);

    public int SnapshotEvery { get; init; } = 100;

    /// <summary>Delay before an entity that threw is activated again; reset once it was active for the longest delay.</summary>
    public BackOff AfterCrash { get; init; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));
}

/// <summary>Creates the effects side of one active entity; it lives exactly as long as the entity is active here.</summary>
public delegate IEffects OpenEffects(EntityId id, ISelf self);

/// <summary>Performs effects. Its disposal must complete before the entity may be active again, here or elsewhere.</summary>
public interface IEffects : IAsyncDisposable
{
    /// <summary>Starts an effect. <paramref name="version"/> is the entity's version at its cause: the incarnation.</summary>
    void Perform(Effect effect, long version);

    /// <summary>Whether anything it started is still running: the entity then stays active even when it is idle.</summary>
    bool AtWork { get; }
}

/// <summary>
/// The entity as its effects see it: sends it commands, which are never refused while it is active. Commands sent after the
/// disposal of the effects has begun are dropped.
/// </summary>
public interface ISelf
{
    void Tell(Command command);
}

public sealed class NoEffects : IEffects
{
    public static readonly NoEffects Instance = new();

    public void Perform(Effect effect, long version) => throw new InvalidOperationException($"No effects for {effect.GetType().Name}.");

    public bool AtWork => false;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
