using System.Runtime.CompilerServices;

namespace StreamActors.Runtime.Promises;

/// <summary>A journal in memory; it outlives the runtimes that a test starts on it.</summary>
public sealed class MemoryJournal : IJournal, ICommittedFeed
{
    private readonly Lock _gate = new();
    private readonly List<Recorded> _all = [];
    private readonly Dictionary<EntityId, List<Recorded>> _byId = [];
    private readonly Dictionary<EntityId, Snapshot> _snapshots = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var events))
                _byId.Add(id, events = []);
            if (events.Count != version)
                return Task.FromException(new JournalConflictException(id, version));
            foreach (var envelope in envelopes)
            {
                var recorded = new Recorded(_all.Count + 1, id, events.Count + 1, writer, envelope);
                events.Add(recorded);
                _all.Add(recorded);
            }
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        more.SetResult();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<Recorded> Read(EntityId id, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var recorded in Stored(id).Skip((int)after))
            yield return recorded;
        await Task.CompletedTask;
    }

    public IReadOnlyList<Recorded> Stored(EntityId id)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(id, out var events) ? [.. events] : [];
        }
    }

    public Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop)
    {
        lock (_gate)
        {
            return Task.FromResult(_snapshots.GetValueOrDefault(id));
        }
    }

    public Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop)
    {
        lock (_gate)
        {
            if (!_snapshots.TryGetValue(id, out var kept) || kept.Version < snapshot.Version)
                _snapshots[id] = snapshot;
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<Recorded> Follow(long after, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            Task more;
            Recorded[] news;
            lock (_gate)
            {
                news = [.. _all.Skip((int)after)];
                more = _more.Task;
            }
            foreach (var recorded in news)
            {
                stop.ThrowIfCancellationRequested();
                yield return recorded;
                after = recorded.Position;
            }
            if (news.Length == 0)
                await more.WaitAsync(stop);
        }
    }
}
