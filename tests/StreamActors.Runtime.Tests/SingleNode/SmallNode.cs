using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StreamActors.Runtime.Tests;

/// <summary>A single node with one kind of purse, over a journal in memory and with a clock that stands still.</summary>
internal sealed class SmallNode : IAsyncDisposable
{
    public static readonly EntityId Purse = Purses.Purse("hers");

    private readonly List<string> _log = [];
    private readonly IHost _host;

    private SmallNode(Func<EntityKind, EntityKind>? kind, Func<IJournal, IJournal>? journal, int wakesAtOnce, TimeSpan? handOver)
    {
        var purse = new EntityKind("purse", new PurseDecider(Recorder)) { Effects = Recorder.Open, SnapshotEvery = 10 };
        var host = Host.CreateEmptyApplicationBuilder(null);
        host.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Patience.Limit);
        host.Services.AddSingleton(journal?.Invoke(Journal) ?? Journal).AddSingleton<ITimeline>(Timeline).AddSingleton<TimeProvider>(Clock);
        host.Logging.AddProvider(Clock).AddProvider(new ListLog(_log));
        host.Services.AddAkkaRuntime(new AkkaRuntimeOptions("here", [kind?.Invoke(purse) ?? purse], SqlStore.Words)
        {
            Cluster = new ClusterSettings { IsAlone = true, HandOver = handOver ?? Patience.Limit },
            Hocon = "akka.loglevel = WARNING",
            Deadline = TimeSpan.FromHours(1),
            WakesAtOnce = wakesAtOnce,
            Chance = () => 0.5,
        });
        _host = host.Build();
    }

    public EffectRecorder Recorder { get; } = new();

    public MemoryJournal Journal { get; } = new();

    public MemoryTimeline Timeline { get; } = new();

    public RestClock Clock { get; } = new();

    public AkkaRuntime Runtime => _host.Services.GetRequiredService<AkkaRuntime>();

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    public static async Task<SmallNode> Start(
        Func<EntityKind, EntityKind>? kind = null,
        Func<IJournal, IJournal>? journal = null,
        int wakesAtOnce = 16,
        TimeSpan? handOver = null)
    {
        var node = new SmallNode(kind, journal, wakesAtOnce, handOver);
        await node._host.StartAsync();
        return node;
    }

    public Task<Reply> Ask(Command command, EntityId? id = null) =>
        Runtime.Entities.Ask(id ?? Purse, command, new CommandId(Guid.NewGuid())).Soon();

    public async Task<Done> Put(int coins, EntityId? id = null) => (await Ask(new Put(coins), id)).ShouldBeOfType<Done>();

    public async Task<Purse> Order() => (await Runtime.Entities.Read(Purse).Soon()).Order.ShouldBeOfType<Purse>();

    /// <summary>Advances the clock past the back-off that has begun, or is about to.</summary>
    public async Task Rest() => Clock.Advance(await Clock.NextRest() - Clock.GetUtcNow() + RestClock.Grain);

    public Task Sleep() => Until(async () =>
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        return await Runtime.Cluster.Where(Purse) is null;
    });

    /// <summary>Polls, for effects on other threads.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!await condition())
            await look.WaitForNextTickAsync(limit.Token);
    }

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _host.Dispose();
    }

    private sealed class ListLog(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
            // The list belongs to the test.
        }
    }
}
