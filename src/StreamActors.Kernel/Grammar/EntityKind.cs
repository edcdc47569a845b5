namespace StreamActors.Kernel;

/// <summary>A kind of entity as it is registered with a runtime: how it decides, what it does, how it is kept.</summary>
public sealed record EntityKind(string Name, IDecider Decider)
{
    public OpenEffects Effects { get; init; } = static (_, _) => NoEffects.Instance;

    /// <summary>Remembered kinds only: whether this event begins (true) or ends (false) the wish to be awake after a restart.</summary>
    public Func<Event, bool?>? Wants { get; init; }

    /// <summary>What is placed together; by default one of 256 shards by a hash that is fixed for ever.</summary>
    public Func<string, string> ShardKey { get; init; } = StableHash.Shard;

    /// <summary>
    /// Shards that are to live on one node: the group of a shard key. Where several nodes carry a kind that has this, a
    /// shard goes to where others of its group are, and none is ever moved but when its node goes.
    /// </summary>
    public Func<string, string>? Beside { get; init; }

    /// <summary>Askers past this many waiting commands are told to come again.</summary>
    public int MailboxLimit { get; init; } = 1000;

    /// <summary>
    /// How long an entity stays awake that nobody asks, tells, reads or wakes. One whose effects are at work, or that has
    /// a reminder to come, stays awake however long. <see cref="Timeout.InfiniteTimeSpan"/>: it never goes to sleep by itself.
    /// </summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(2);

    public int SnapshotEvery { get; init; } = 100;

    /// <summary>How soon an entity that threw is woken again; from the start once it has been awake for as long as the longest delay.</summary>
    public BackOff AfterCrash { get; init; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));
}

/// <summary>Opens the doing side of one awake entity. It lives exactly as long as the entity is awake here.</summary>
public delegate IEffects OpenEffects(EntityId id, ISelf self);

/// <summary>Carries out effects; disposed to its end before the entity may be awake again, here or elsewhere.</summary>
public interface IEffects : IAsyncDisposable
{
    /// <summary>Begins, and does not wait. <paramref name="version"/> is the entity's version at the cause: the incarnation.</summary>
    void Perform(Effect effect, long version);

    /// <summary>Whether anything it began still goes on: then its entity stays awake, however little mail it has.</summary>
    bool AtWork { get; }
}

/// <summary>
/// The entity as its effects see it: a way to say a command to it, never refused while it is awake. What is said after
/// their disposal has begun belongs to a life that is over, and is not heard.
/// </summary>
public interface ISelf
{
    void Tell(Command command);
}

public sealed class NoEffects : IEffects
{
    public static readonly NoEffects Instance = new();

    public void Perform(Effect effect, long version) => throw new InvalidOperationException($"{effect.GetType().Name} has nobody to perform it.");

    public bool AtWork => false;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
