using StreamActors.Kernel;

namespace StreamActors.Api;

/// <summary>
/// Requests that configure one entity go one after another on this node: what one gives back, another must not just have
/// found to be its own.
/// </summary>
internal sealed class Stripes
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
