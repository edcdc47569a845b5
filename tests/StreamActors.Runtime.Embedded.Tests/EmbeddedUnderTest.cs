using System.Diagnostics;

namespace StreamActors.Runtime.Embedded.Tests;

/// <summary>The embedded runtime over any store, on a fake clock. "Death" cuts a node off from its database and from the stage.</summary>
public sealed class EmbeddedUnderTest(Store store) : RuntimeUnderTest, IEntities
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly List<IFollower> _followers = [];
    private OpenStore? _open;
    private UnrulyJournal _journal = null!;
    private EmbeddedRuntime _runtime = null!;

    public override Pace Pace { get; } = new(TimeSpan.FromMinutes(2), new BackOff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)), TimeSpan.FromSeconds(10));

    public override IEntities Entities => this;

    public override ICluster Cluster => _runtime.Cluster;

    public override ITelemetry Telemetry => _runtime.Telemetry;

    public override ICommittedFeed Feed => _open!.Feed;

    public override DateTimeOffset Now => _clock.GetUtcNow();

    internal EmbeddedRuntime Node => _runtime;

    public override async Task<IReadOnlyList<Recorded>> Stored(EntityId id)
    {
        await using var open = await store.Open(Purses.Kinds(Stage, Pace));
        List<Recorded> stored = [];
        await foreach (var recorded in open.Journal.Read(id, 0, CancellationToken.None))
            stored.Add(recorded);
        return stored;
    }

    public override async Task Start()
    {
        var kinds = Purses.Kinds(Stage, Pace);
        _open = await store.Open(kinds);
        var journal = _journal = new UnrulyJournal(_open.Journal);
        kinds = [.. kinds.Select(k => k with { Effects = (id, self) => Stage.Open(id, self, () => !journal.IsCut) })];
        _runtime = new EmbeddedRuntime([.. kinds, .. _open.Kinds], _journal, _open.Timeline, _clock, () => Chance, "here", new EmbeddedOptions { Deadline = TimeSpan.FromHours(1) });
        await _open.Remember(_runtime);
        foreach (var follower in _followers)
            await _open.Employ(follower, _runtime);
    }

    public override async Task Stop()
    {
        await _runtime.Stop(Patience.Limit);
        await Close();
    }

    public override async Task Kill()
    {
        _journal.Cut();
        Stage.Dead(_ => true);
        await Close();
    }

    public override async Task Recover()
    {
        await _runtime.Stop(TimeSpan.Zero); // what is left of the dead: it must not go on working in this process
        await Start();
    }

    public override Task Employ(IFollower follower)
    {
        _followers.Add(follower);
        return _open!.Employ(follower, _runtime);
    }

    public override Task Pass(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    public override async Task<TimeSpan> Rest(EntityId id, int life)
    {
        await Settled();
        var before = Now;
        while (Stage.Acts(id).Count < life)
        {
            if (Now - before > TimeSpan.FromHours(1))
                throw new TimeoutException($"{id} has rested for an hour and does not come back.");
            _clock.AdvanceToNext(TimeSpan.FromMinutes(1));
            await Settled();
        }
        return Now - before;
    }

    public override bool IsAbout(TimeSpan measured, TimeSpan meant) => measured >= meant && measured < meant + TimeSpan.FromMilliseconds(1);

    public override Gate HoldCommits(EntityId id) => _journal.Hold(id);

    public override void FailNextCommit(EntityId id, bool afterStoring) => _journal.FailNext(id, afterStoring);

    public override async ValueTask DisposeAsync()
    {
        await _runtime.Stop(TimeSpan.Zero);
        await Close();
        await store.DisposeAsync();
    }

    public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null) =>
        _runtime.Ask(id, command, commandId, expectedVersion, deadline);

    public void Tell(EntityId id, Command command, CommandId commandId) => _runtime.Tell(id, command, commandId);

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => _runtime.Read(id, deadline);

    public void Wake(EntityId id) => _runtime.Wake(id);

    /// <summary>Until no entity has anything to do at this moment of the clock.</summary>
    internal async Task Settled()
    {
        var waiting = Stopwatch.StartNew();
        while (_runtime.Around.Roster.Residents.Any(r => r.Mailbox.IsTurning))
        {
            if (waiting.Elapsed > Patience.Limit)
                throw new TimeoutException("It does not settle.");
            await Task.Yield();
        }
    }

    private async Task Close()
    {
        var open = Interlocked.Exchange(ref _open, null);
        if (open is not null)
            await open.DisposeAsync();
    }
}
