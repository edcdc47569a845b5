using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

/// <summary>The base of all tests here: a place, and a prepared database in it.</summary>
public abstract class StorageSpecs<TPlace> : IAsyncLifetime
    where TPlace : DatabasePlace, new()
{
    private readonly List<OpenedStorage> _stages = [];

    protected TPlace Place { get; } = new();

    protected StandingClock Clock { get; } = new();

    protected OpenedStorage Stage => _stages[0];

    public virtual async Task InitializeAsync()
    {
        await Place.InitializeAsync();
        await Prepared();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var stage in _stages)
            await stage.DisposeAsync();
        await Place.DisposeAsync();
    }

    /// <summary>Another process over the same database.</summary>
    protected async Task<OpenedStorage> Prepared()
    {
        var stage = Unprepared();
        await JournalOpening.Run(stage.Database, Sample.Words, Clock, CancellationToken.None);
        return stage;
    }

    protected OpenedStorage Unprepared()
    {
        var stage = new OpenedStorage(Place.Open(), Clock);
        _stages.Add(stage);
        return stage;
    }

    protected async Task<OpenedStorage> Restarted()
    {
        foreach (var stage in _stages)
            await stage.DisposeAsync();
        _stages.Clear();
        return await Prepared();
    }

    /// <summary>Keeps the writer busy, so that further changes queue up and share the next transaction.</summary>
    protected (Task Held, Action LetGo) Hold()
    {
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = Stage.Database.Change(
            _ =>
            {
                held.SetResult();
                return gate.Task;
            },
            CancellationToken.None);
        return (held.Task, () =>
        {
            gate.SetResult(0);
            done.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        });
    }
}
