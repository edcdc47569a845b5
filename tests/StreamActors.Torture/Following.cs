using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Torture;

/// <summary>
/// The copying follower as an entity. Its deliveries go through the runtime that hosts it, which is therefore set later.
/// </summary>
internal sealed class Following(ICommittedFeed feed, IDatabase database, TimeProvider time) : IFeedReader
{
    private readonly CopyFollower _copyFollower = new();
    private IEntities? _entities;

    public string Name => _copyFollower.Name;

    public EntityId Id => new(FollowerKind.Name, Name);

    public EntityKind Kind => FollowerKind.Of([this], time, Random.Shared.NextDouble, NullLogger<IFeedReader>.Instance);

    public void Deliver(IEntities entities) => _entities = entities;

    public Task Run(CancellationToken stop) => new Outbox(
        _copyFollower, feed, _entities!, new Cursors(database), SilentTimeline.Instance, "tortured", new FollowerTiming(), time,
        Random.Shared.NextDouble,
        NullLogger<Outbox>.Instance).Run(stop);
}

internal sealed class SilentTimeline : ITimeline
{
    public static readonly SilentTimeline Instance = new();

    public long Dropped => 0;

    public void Append(Moment moment)
    {
        // The torture does not need the timeline.
    }
}
