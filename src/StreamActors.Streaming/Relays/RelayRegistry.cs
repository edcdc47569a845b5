using System.Collections.Concurrent;
using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>All relays of this node, by workload.</summary>
internal sealed class RelayRegistry(RingLimits limits, TimeProvider time, IFence fence) : IPeriodicCheck, IDisposable
{
    /// <summary>A crashed entity restarts within this time; one that moved to another node leaves its relay behind.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(45);

    private readonly ChunkPool _pool = new();
    private readonly ConcurrentDictionary<string, RelayHost> _hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _abandoned = new(StringComparer.Ordinal);

    public RelayHost? Find(string id) => _hosts.GetValueOrDefault(id);

    /// <summary>Reserves the relay for a producer.</summary>
    public RelayHost Claim(string id)
    {
        _abandoned.TryRemove(id, out _);
        return _hosts.GetOrAdd(id, static (id, registry) => registry.New(id), this);
    }

    /// <summary>The producer crashed: its relay is kept for a while.</summary>
    public void Abandon(string id)
    {
        if (_hosts.ContainsKey(id))
            _abandoned[id] = 0;
    }

    /// <summary>Closes the relay: its readers reach the end.</summary>
    public void Close(string id)
    {
        _abandoned.TryRemove(id, out _);
        if (_hosts.TryRemove(id, out var host))
            host.Dispose();
    }

    public void Check()
    {
        foreach (var (id, host) in _hosts)
        {
            host.KeepFigures();
            if (_abandoned.ContainsKey(id) && host.Unattended > Forgotten)
                Close(id);
        }
    }

    public void Dispose()
    {
        foreach (var id in _hosts.Keys)
            Close(id);
    }

    private RelayHost New(string id) => new(id, _pool, limits, time, fence);
}
