using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// Requests for one entity are handled one after another on this node, so that edits without a version are merged rather than refused as
/// conflicts.
/// </summary>
public sealed class KeyedLock
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> Enter(EntityId id, CancellationToken stop)
    {
        var stripe = _stripes[StableHash.Fnv1A(id.ToString()) % (ulong)_stripes.Length];
        await stripe.WaitAsync(stop);
        return new Held(stripe);
    }

    private sealed class Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
