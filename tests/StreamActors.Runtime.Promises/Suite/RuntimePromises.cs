namespace StreamActors.Runtime.Promises;

/// <summary>The fifteen promises of a runtime. A subclass selects the runtime and the database; no test here depends on them.</summary>
public abstract partial class RuntimePromises : NodePromises
{
    /// <summary>How often a race is repeated; more where a round is cheap.</summary>
    protected virtual int Races => 100;

    /// <summary>Whether the journal has a writer id for each activation of an entity, or only for the node.</summary>
    protected virtual bool NamesEveryLife => true;
}

/// <summary>
/// The promises that nodes may break when they join and leave, and what all of them need. Every test also checks that no entity is active
/// twice, and that no effect runs for an activation that is over.
/// </summary>
public abstract partial class NodePromises : IAsyncLifetime
{
    private protected static readonly TimeSpan Hour = TimeSpan.FromHours(1); // longer than any test advances the clock
    private protected static readonly EntityId Purse = Purses.Purse("hers");

    // Gates block the threads of deciders: without spare threads such tests would wait for the pool to grow.
    static NodePromises() => ThreadPool.SetMinThreads(64, 64);

    protected abstract Task<RuntimeUnderTest> Create();

    /// <summary>How often a follower lives through a restart or a kill.</summary>
    protected virtual int Restarts => 6;

    private protected RuntimeUnderTest Runtime { get; private set; } = null!;

    private protected IEntities Entities => Runtime.Entities;

    private protected EffectRecorder Recorder => Runtime.Recorder;

    public async Task InitializeAsync()
    {
        Runtime = await Create();
        await Runtime.Start();
    }

    public async Task DisposeAsync()
    {
        await Runtime.DisposeAsync();
        Recorder.Faults.ShouldBeEmpty();
    }

    private protected static CommandId NewId() => new(Guid.NewGuid());

    private protected Task<Reply> Ask(
        EntityId id, Command command, CommandId? commandId = null, long? expected = null, TimeSpan? deadline = null) =>
        Entities.Ask(id, command, commandId ?? NewId(), expected, deadline ?? Hour).Soon();

    private protected async Task<Done> AskDone(EntityId id, Command command, CommandId? commandId = null) =>
        (await Ask(id, command, commandId)).ShouldBeOfType<Done>();

    private protected async Task<Reading> Read(EntityId id)
    {
        var reading = await Entities.Read(id, Hour).Soon();
        reading.Failure.ShouldBeNull();
        return reading;
    }

    private protected async Task<int> CoinsIn(EntityId id) => (await Read(id)).Order.ShouldBeOfType<Purse>().Coins;

    /// <summary>Crashes it and lets it recover.</summary>
    private protected async Task CrashAndRest(EntityId id)
    {
        var life = Recorder.Acts(id).Count;
        (await Ask(id, new Stumble())).ShouldBeOfType<Crashed>();
        await Runtime.Rest(id, life + 1);
    }

    private protected async Task PutToSleep(EntityId id)
    {
        for (var attempt = 0; Recorder.IsOn(id); attempt++)
        {
            attempt.ShouldBeLessThan(1000, $"{id} does not go to sleep.");
            await Runtime.Pass(Runtime.Pace.PassivateAfter);
            await SomethingElse();
        }
    }

    /// <summary>Time for what must not happen: another entity is asked repeatedly, so that everything due has run.</summary>
    private protected async Task SomethingElse()
    {
        for (var i = 0; i < 20; i++)
            await Ask(Purses.Purse("bystander"), new Glance());
    }
}
