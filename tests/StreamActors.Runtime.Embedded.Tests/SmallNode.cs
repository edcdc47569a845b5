using Microsoft.Extensions.Logging;

namespace StreamActors.Runtime.Embedded.Tests;

/// <summary>One runtime with one kind of purse, for what only this runtime promises.</summary>
internal sealed class SmallNode : IAsyncDisposable
{
    public static readonly EntityId Purse = Purses.Purse("hers");
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<string> _log = [];

    public SmallNode(Func<EntityKind, EntityKind>? kind = null, Func<IJournal, IJournal>? journal = null, int wakesAtOnce = 16)
    {
        var purse = new EntityKind("purse", new PurseDecider(Stage)) { Effects = Stage.Open, SnapshotEvery = 10 };
        Runtime = new EmbeddedRuntime(
            [kind?.Invoke(purse) ?? purse],
            journal?.Invoke(Journal) ?? Journal,
            Timeline,
            Clock,
            () => 0.5,
            "here",
            new EmbeddedOptions { Deadline = Hour, WakesAtOnce = wakesAtOnce },
            new ListLog(_log));
    }

    public Stage Stage { get; } = new();

    public MemoryJournal Journal { get; } = new();

    public MemoryTimeline Timeline { get; } = new();

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero));

    public EmbeddedRuntime Runtime { get; }

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

    public Task<Reply> Ask(Command command, EntityId? id = null) => Runtime.Ask(id ?? Purse, command, new CommandId(Guid.NewGuid())).Soon();

    public async Task<Done> Put(int coins, EntityId? id = null) => (await Ask(new Put(coins), id)).ShouldBeOfType<Done>();

    public async Task Settled()
    {
        while (Runtime.Around.Roster.Residents.Any(r => r.Mailbox.IsTurning))
            await Task.Yield();
    }

    public async Task Sleep(EntityId? id = null)
    {
        for (var attempt = 0; Runtime.Around.Roster.Find(id ?? Purse) is not null; attempt++)
        {
            attempt.ShouldBeLessThan(1000);
            Clock.Advance(TimeSpan.FromMinutes(2));
            await Settled();
        }
    }

    public async ValueTask DisposeAsync() => await Runtime.Stop(Patience.Limit);

    private sealed class ListLog(List<string> lines) : ILogger<EmbeddedRuntime>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }
    }
}
