namespace StreamActors.Runtime.Tests;

/// <summary>
/// A single node that opens no port, over any database. Entities use a clock that stands still; the cluster itself uses the real one.
/// </summary>
public class OneNode(SqlStore store) : RuntimeUnderTest, IEntities
{
    private readonly List<IFollower> _followers = [];
    private readonly RestClock _clock = new();
    private TestNode _home = null!;

    public override Pace Pace => TestNode.Pace;

    public override IEntities Entities => this;

    public override ICluster Cluster => Asker.Runtime.Cluster;

    public override ITelemetry Telemetry => Asker.Runtime.Telemetry;

    public override ICommittedFeed Feed => Asker.Store.Feed;

    public override DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Hosts the entities.</summary>
    protected TestNode Home => _home;

    /// <summary>Sends the requests.</summary>
    protected virtual TestNode Asker => _home;

    public override async Task<IReadOnlyList<Recorded>> Stored(EntityId id)
    {
        await using var open = await store.OpenSql(Purses.Kinds(Recorder, Pace));
        List<Recorded> stored = [];
        await foreach (var recorded in open.Journal.Read(id, 0, CancellationToken.None))
            stored.Add(recorded);
        return stored;
    }

    public override Task Start() => Recover();

    public override Task Stop() => _home.Stop();

    public override Task Kill()
    {
        Recorder.Dead(_ => true);
        return _home.Kill();
    }

    public override Task Employ(IFollower follower)
    {
        _followers.Add(follower);
        return Home.Store.Employ(follower, Home.Runtime.Entities);
    }

    public override Task Pass(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    public override async Task<TimeSpan> Rest(EntityId id, int life)
    {
        var rested = TimeSpan.Zero;
        while (Recorder.Acts(id).Count < life)
        {
            var rest = await _clock.NextRest() - Now;
            _clock.Advance(rest + RestClock.Grain);
            rested += rest;
            await Recorder.UntilOn(id, life);
        }
        return rested;
    }

    public override bool IsAbout(TimeSpan measured, TimeSpan meant) => measured >= meant && measured < meant + TimeSpan.FromMilliseconds(1);

    public override Gate HoldCommits(EntityId id) => Home.Journal.Hold(id);

    public override void FailNextCommit(EntityId id, bool afterStoring) => Home.Journal.FailNext(id, afterStoring);

    public override async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
        TimeSpan? deadline = null) =>
        Asker.Runtime.Entities.Ask(id, command, commandId, expectedVersion, deadline);

    public void Tell(EntityId id, Command command, CommandId commandId) => Asker.Runtime.Entities.Tell(id, command, commandId);

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => Asker.Runtime.Entities.Read(id, deadline);

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) =>
        Asker.Runtime.Entities.FirstReply(id, commandId, deadline);

    public void Wake(EntityId id) => Asker.Runtime.Entities.Wake(id);

    protected virtual Task<TestNode> StartHome() => Node("home", alone: true);

    protected Task<TestNode> Node(string name, TestNode? seed = null, string[]? roles = null, string hocon = "", bool alone = false) =>
        TestNode.Start(name, store, Purses.Kinds(Recorder, Pace), _clock, () => Chance, seed?.Address.ToString(), roles, hocon,
            alone: alone);

    public override async Task Recover()
    {
        _home = await StartHome();
        await _home.Store.Remember(_home.Runtime.Entities);
        foreach (var follower in _followers)
            await _home.Store.Employ(follower, _home.Runtime.Entities);
    }
}
