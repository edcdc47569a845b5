using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>An entity as of its last event in the catalogue.</summary>
public sealed record Entry(EntityId Id, object Order, long Version, DateTimeOffset Created, DateTimeOffset Changed, string ChangedBy)
{
    /// <summary>The position of its newest event; 0 until the feed has delivered it.</summary>
    public long Position { get; init; }
}

/// <summary>The last position stored now.</summary>
public delegate Task<long> JournalEnd(CancellationToken stop);

/// <summary>Whether other nodes write to this journal, and how to make the feed poll it at once.</summary>
public sealed record OtherWriters(bool Any, Action Check)
{
    public static readonly OtherWriters None = new(false, () => { });
}

/// <summary>
/// All configured entities in memory: read from their stored state and the journal after it at the start, then updated by the committed
/// feed and, for read-your-writes, directly by this node's own writes.
/// </summary>
public sealed class Catalogue(IEnumerable<EntityKind> kinds, ICommittedFeed feed, JournalEnd end, OtherWriters others, TimeProvider time,
    ILogger<Catalogue> log, StoredCatalogue? stored = null) : BackgroundService
{
    private static readonly TimeSpan StoreInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IDecider> _deciders = kinds.ToDictionary(k => k.Name, k => k.Decider, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Entry>> _entries = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<(long Goal, TaskCompletionSource Reached)> _waiting = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;
    private long _storedAt;

    /// <summary>Raised after the catalogue was updated. Handlers must be quick: a writer waits for them.</summary>
    public event Action<EntityId>? Changed;

    /// <summary>Completes when everything stored at the start has been read.</summary>
    public Task Ready => _ready.Task;

    public long Position => Interlocked.Read(ref _position);

    /// <summary>Its state is stored after so many events: the next start reads fewer again.</summary>
    public int WorthStoring { get; init; } = 5000;

    /// <summary>Present and removed entities; the order tells which.</summary>
    public IEnumerable<Entry> All(string kind) => Of(kind).Values;

    public Entry? Find(EntityId id) => Of(id.Kind).GetValueOrDefault(id.Id);

    /// <summary>Avoids creating an <see cref="EntityId"/>: for loops over thousands of entities.</summary>
    public Entry? Find(string kind, string id) => Of(kind).GetValueOrDefault(id);

    /// <summary>
    /// Completes when the catalogue has everything any node had stored at the time of the call: read-your-writes across nodes. If the
    /// journal cannot be read, the cached state is used.
    /// </summary>
    public async Task CatchUp(CancellationToken stop)
    {
        if (!others.Any)
            return;
        try
        {
            var goal = await end(stop);
            if (Position >= goal)
                return;
            var reached = Reached(goal);
            others.Check();
            await reached.WaitAsync(Timeout, time, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            ControlLog.NotCaughtUp(log, failure);
        }
    }

    /// <summary>Applies an entity's answer before the caller receives it.</summary>
    public async Task Learn(EntityId id, Done done, string who)
    {
        var at = time.GetUtcNow();
        for (var n = 0; n < done.Events.Count; n++)
            Take(id, done.Version - done.Events.Count + 1 + n, done.Events[n], at, who, position: 0);
        // Another write, perhaps on another node, came in between: the feed delivers it shortly.
        await Until(() => Find(id) is { } entry && entry.Version >= done.Version, CancellationToken.None);
    }

    /// <summary>Waits for the feed, with a timeout.</summary>
    public async Task Until(Func<bool> isSo, CancellationToken stop, TimeSpan? timeout = null)
    {
        if (isSo())
            return;
        using var limit = new CancellationTokenSource(timeout ?? Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        while (!both.IsCancellationRequested)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (isSo())
                return;
            await Task.WhenAny(moved, Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, both.Token));
        }
        stop.ThrowIfCancellationRequested();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Store(settled: false, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Restore(stoppingToken);
        await Task.WhenAll(Follow(stoppingToken), Keep(stoppingToken));
    }

    private async Task Restore(CancellationToken stop)
    {
        try
        {
            if (stored is null || await stored.Load(stop) is not { } last)
                return;
            lock (_writing)
            {
                foreach (var entry in last.Entries.Where(entry => Find(entry.Id)?.Version is not { } learned || learned < entry.Version))
                    Of(entry.Id.Kind)[entry.Id.Id] = entry;
            }
            _storedAt = last.Position;
            Interlocked.Exchange(ref _position, last.Position);
            foreach (var entry in last.Entries)
                Changed?.Invoke(entry.Id);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            ControlLog.CatalogueNotRestored(log, failure);
        }
    }

    /// <summary>Stores it where a start would have many events to read.</summary>
    private async Task Keep(CancellationToken stop)
    {
        await Ready.WaitAsync(stop);
        using var timer = new PeriodicTimer(StoreInterval, time);
        do
            await Store(settled: true, stop);
        while (await timer.WaitForNextTickAsync(stop));
    }

    /// <param name="settled">Waits until the feed has delivered everything that the entries may contain: no row before it can appear
    /// any more.</param>
    private async Task Store(bool settled, CancellationToken stop)
    {
        try
        {
            if (stored is null || Position - _storedAt < WorthStoring)
                return;
            long position;
            List<Entry> entries;
            lock (_writing)
                (position, entries) = (Position, [.. _entries.Values.SelectMany(kind => kind.Values)]);
            var upTo = await end(stop);
            if (settled)
                await Reached(upTo).WaitAsync(Timeout, time, stop);
            await stored.Save(position, upTo, entries, stop);
            _storedAt = position;
        }
        catch (Exception failure) when (!settled || !stop.IsCancellationRequested)
        {
            ControlLog.CatalogueNotStored(log, failure);
        }
    }

    private async Task Follow(CancellationToken stoppingToken)
    {
        long? goal = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                goal ??= await end(stoppingToken);
                if (Position >= goal)
                    _ready.TrySetResult();
                await foreach (var recorded in feed.Follow(Position, stoppingToken))
                {
                    Take(recorded.Id, recorded.Sequence, recorded.Envelope.Event, recorded.Envelope.At, recorded.Envelope.Who,
                        recorded.Position);
                    Interlocked.Exchange(ref _position, recorded.Position);
                    LetGo();
                    if (recorded.Position >= goal)
                        _ready.TrySetResult();
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                ControlLog.CatalogueFailed(log, failure);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private Task Reached(long goal)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
            _waiting.Enqueue((goal, reached));
        LetGo();
        return reached.Task;
    }

    /// <summary>Releases the waiters whose position was reached, in the order in which they came: each waits for those before it.</summary>
    private void LetGo()
    {
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var first) && first.Goal <= Position)
                _waiting.Dequeue().Reached.TrySetResult();
        }
    }

    private void Take(EntityId id, long sequence, Event happened, DateTimeOffset at, string who, long position)
    {
        if (!_deciders.TryGetValue(id.Kind, out var decider))
            return;
        lock (_writing)
        {
            var entries = Of(id.Kind);
            var before = entries.GetValueOrDefault(id.Id);
            if (sequence == (before?.Version ?? 0) + 1)
                entries[id.Id] = new Entry(id, decider.Evolve(before?.Order ?? decider.NoOrder, happened), sequence, before?.Created ?? at,
                    at, who) { Position = position };
            else if (before is not null && sequence <= before.Version && position > before.Position)
                entries[id.Id] = before with // known before the feed delivered it: adds position and time
                {
                    Position = position,
                    Created = sequence == 1 ? at : before.Created,
                    Changed = sequence == before.Version ? at : before.Changed,
                };
            else
                return; // known already; the feed skips nothing
        }
        Changed?.Invoke(id);
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private ConcurrentDictionary<string, Entry> Of(string kind) => _entries.GetOrAdd(kind, static _ => new(StringComparer.Ordinal));
}
