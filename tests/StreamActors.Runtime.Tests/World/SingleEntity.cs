using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging;

namespace StreamActors.Runtime.Tests;

/// <summary>One entity actor with a clock that stands still, and the test as its shard. No cluster.</summary>
internal sealed class SingleEntity : TestKit
{
    public static readonly EntityId Purse = Purses.Purse("hers");

    /// <summary>The test kit's timeout on a busy machine; its default is three seconds.</summary>
    public static readonly Config Patient = ConfigurationFactory.ParseString("akka.test.single-expect-default = 60s");

    private readonly EntityKind _kind;

    /// <param name="hocon">For Akka.</param>
    public SingleEntity(Func<EntityKind, EntityKind>? kind = null, Func<IJournal, IJournal>? journal = null, string hocon = "")
        : this(kind, journal?.Invoke(new MemoryJournal()) ?? new MemoryJournal(), new ListLog(), hocon)
    {
    }

    private SingleEntity(Func<EntityKind, EntityKind>? kind, IJournal journal, ListLog log, string hocon)
        : base(ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(
                ConfigurationFactory.ParseString(hocon).WithFallback(RuntimeHocon.Invariants)
                    .WithFallback(RuntimeHocon.Settings(new ClusterSettings(), 16)).WithFallback(Patient).WithFallback(DefaultConfig)),
            new StorageSetup(journal, null, log)))
    {
        var purse = new EntityKind("purse", new PurseDecider(Recorder)) { Effects = Recorder.Open, SnapshotEvery = 10 };
        (Said, _kind) = (log, kind?.Invoke(purse) ?? purse);
        Node = new RuntimeContext("here", journal, new MemoryTimeline(), Clock, () => 0.5, new PendingAsks(Clock), log);
        Node.Asks.Open((ExtendedActorSystem)Sys);
    }

    public EffectRecorder Recorder { get; } = new();

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));

    public ListLog Said { get; }

    public RuntimeContext Node { get; }

    /// <summary>As its shard starts it.</summary>
    public IActorRef Start(string id = "hers") => ChildActorOf(EntityActor.PropsOf(_kind, id, Node), id);

    public Task<Reply> Ask(IActorRef entity, Command command) => Answer<Reply>(
        entity, (number, id) => new Ask(id, number, Request.Always, new Delivery(command, Pair.NewId())));

    public async Task<Done> Put(IActorRef entity, int coins) => (await Ask(entity, new Put(coins))).ShouldBeOfType<Done>();

    public async Task<int> Coins(IActorRef entity) =>
        (await Answer<Reading>(entity, (number, id) => new Read(id, number, Request.Always))).Order.ShouldBeOfType<Purse>().Coins;

    /// <summary>Waits until it has handled all earlier messages.</summary>
    public Task Settled(IActorRef entity) => Coins(entity);

    /// <summary>When idle, it asks its shard; after Sleep it disposes its effects and stops.</summary>
    public async Task Sleep(IActorRef entity)
    {
        Clock.Advance(_kind.PassivateAfter);
        await ExpectMsgAsync<Akka.Cluster.Sharding.Passivate>();
        await Gone(entity, Runtime.Sleep.Instance);
    }

    public async Task Gone(IActorRef entity, object why)
    {
        Watch(entity);
        entity.Tell(why, TestActor);
        await ExpectTerminatedAsync(entity, Patience.Limit);
    }

    private async Task<T> Answer<T>(IActorRef entity, Func<long, EntityId, Request> question)
    {
        var number = Node.Asks.Open(Request.Always, out var answer);
        entity.Tell(question(number, new EntityId(_kind.Name, entity.Path.Name)), Node.Asks);
        return (T)await answer.Soon();
    }
}

internal sealed class ListLog : ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Waits for a log line with this text and time.</summary>
    public async Task Until(string text, int times = 1)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (Lines.Count(l => l.Contains(text)) < times)
            await look.WaitForNextTickAsync(limit.Token);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add(formatter(state, exception));
        }
    }
}
