namespace StreamActors.Runtime.Tests;

/// <summary>Requests here, while all entities live in another process, which can really be killed or stopped by a signal.</summary>
public sealed class TwoProcesses(SqlStore store) : RuntimeUnderTest
{
    private readonly RestClock _clock = new();
    private readonly List<IFollower> _followers = [];
    private readonly DateTimeOffset _began = new RestClock().GetUtcNow();
    private TestNode? _door;
    private NodeProcess? _home;
    private RecorderServer? _near;

    public override Pace Pace => TestNode.Pace;

    public override IEntities Entities => _door!.Runtime.Entities;

    public override ICluster Cluster => _door!.Runtime.Cluster;

    public override ITelemetry Telemetry => _door!.Runtime.Telemetry;

    public override ICommittedFeed Feed => _door!.Store.Feed;

    public override DateTimeOffset Now => _clock.GetUtcNow();

    public override async Task<IReadOnlyList<Recorded>> Stored(EntityId id)
    {
        List<Recorded> stored = [];
        await using var open = await store.OpenSql([]);
        await foreach (var recorded in open.Journal.Read(id, 0, CancellationToken.None))
            stored.Add(recorded);
        return stored;
    }

    public override async Task Start()
    {
        _door = await TestNode.Start("door", store, Purses.Kinds(Recorder, Pace), _clock, () => 0.5, hocon: TestNode.OnlyAtHome);
        foreach (var follower in _followers)
            await _door.Store.Employ(follower, Entities);
        await Recover();
    }

    public override async Task Stop()
    {
        // a follower retries until it is answered, and as long as somebody sends requests, the last hosting node waits for its timeout
        await _door!.Store.Dismiss();
        _home!.Leave();
        (await _home.Ended()).ShouldBe(0);
        await _near!.Gone();
        await _door.Stop();
    }

    public override async Task Kill()
    {
        _home!.Kill();
        await _home.Ended();
        await _near!.Gone();
        Recorder.Dead(_ => true);
        await _door!.UntilMembers(1);
        await _door.UntilHeard();
        _home = null;
    }

    public override async Task Recover()
    {
        _near?.Dispose();
        _near = new RecorderServer(Recorder, () => Chance, _clock, _began);
        _home = await NodeProcess.Start("home", store.ConnectionString, _door!, _near.Open());
        await _door!.UntilMembers(2);
    }

    public override Task Employ(IFollower follower)
    {
        _followers.Add(follower);
        return _door!.Store.Employ(follower, Entities);
    }

    /// <summary>The clock jumps, so earlier messages between the nodes must arrive first.</summary>
    public override async Task Pass(TimeSpan time)
    {
        if (_home is not null)
        {
            await Entities.Read(Purses.Purse("bystander"));
            await _near!.Pass(time);
        }
        _clock.Advance(time);
    }

    public override async Task<TimeSpan> Rest(EntityId id, int life)
    {
        var rested = TimeSpan.Zero;
        while (Recorder.Acts(id).Count < life)
        {
            var rest = await _near!.NextRest() - Now;
            await _near.Pass(rest + RestClock.Grain);
            _clock.Advance(rest + RestClock.Grain);
            rested += rest;
            await Recorder.UntilOn(id, life);
        }
        return rested;
    }

    public override bool IsAbout(TimeSpan measured, TimeSpan meant) => measured >= meant && measured < meant + TimeSpan.FromMilliseconds(1);

    public override Gate HoldCommits(EntityId id) => _near!.HoldCommits(id);

    public override void FailNextCommit(EntityId id, bool afterStoring) => _near!.FailNextCommit(id, afterStoring);

    public override async ValueTask DisposeAsync()
    {
        await _door!.DisposeAsync(); // first: it leaves sooner beside a running node than beside one that it has to down
        if (_home is not null)
            await _home.DisposeAsync();
        _near?.Dispose();
        await store.DisposeAsync();
    }
}
