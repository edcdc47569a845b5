using System.Runtime.CompilerServices;

namespace StreamActors.Runtime.Tests;

/// <summary>A journal whose readers wait at a gate, and which counts concurrent readers.</summary>
internal sealed class GatedJournal(IJournal journal, Gate gate) : IJournal
{
    private int _now;
    private int _most;

    public int Most => _most;

    public async IAsyncEnumerable<Recorded> Read(EntityId id, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        var now = Interlocked.Increment(ref _now);
        InterlockedMax(now);
        gate.Arrive();
        await gate.Opened.WaitAsync(stop);
        await Task.Yield();
        await foreach (var recorded in journal.Read(id, after, stop))
            yield return recorded;
        Interlocked.Decrement(ref _now);
    }

    public Task Append(EntityId id, long version, Guid writer, IReadOnlyList<Envelope> envelopes) =>
        journal.Append(id, version, writer, envelopes);

    public Task<Snapshot?> LoadSnapshot(EntityId id, CancellationToken stop) => journal.LoadSnapshot(id, stop);

    public Task SaveSnapshot(EntityId id, Snapshot snapshot, CancellationToken stop) => journal.SaveSnapshot(id, snapshot, stop);

    private void InterlockedMax(int now)
    {
        for (var most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most)
        {
            // another reader counted meanwhile
        }
    }
}
