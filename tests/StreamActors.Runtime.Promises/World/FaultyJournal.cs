using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace StreamActors.Runtime.Promises;

/// <summary>A node's journal that a test can delay, make fail, or cut off for good.</summary>
public sealed class FaultyJournal(IJournal journal) : IJournal
{
    private readonly ConcurrentDictionary<EntityId, Gate> _held = new();
    private readonly ConcurrentDictionary<EntityId, bool> _failing = new();
    private readonly TaskCompletionSource _never = new();
    private volatile bool _cut;

    public Gate Hold(EntityId id) => _held.GetOrAdd(id, static _ => new Gate());

    public void FailNext(EntityId id, bool afterStoring) => _failing[id] = afterStoring;

    /// <summary>Further requests of this node to the database never return.</summary>
    public void Cut() => _cut = true;

    public bool IsCut => _cut;

    public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes) =>
        Around(id, () => journal.Append(id, version, writer, envelopes));

    /// <summary>The same for events that bypass this journal.</summary>
    public async Task Around(EntityId id, Func<Task> append)
    {
        if (_held.TryGetValue(id, out var gate))
        {
            gate.Arrive();
            await gate.Opened;
        }
        await Line();
        var fails = _failing.TryRemove(id, out var afterStoring);
        if (fails && !afterStoring)
            throw new IOException("The database is away.");
        await append();
        await Line();
        if (fails)
            throw new IOException("The database went away before it could answer.");
    }

    public async IAsyncEnumerable<Recorded> Read(EntityId id, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        await Line();
        await foreach (var recorded in journal.Read(id, after, stop))
        {
            await Line();
            yield return recorded;
        }
    }

    public async Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop)
    {
        await Line();
        return await journal.LoadSnapshot(id, stop);
    }

    public async Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop)
    {
        await Line();
        await journal.SaveSnapshot(id, snapshot, stop);
    }

    private Task Line() => _cut ? _never.Task : Task.CompletedTask;
}
