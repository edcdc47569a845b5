using System.Collections.Concurrent;
using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>All relays of this node, by what they carry.</summary>
internal sealed class RelayRoom(RingLimits limits, TimeProvider time, IFence fence) : IRound, IDisposable
{
    /// <summary>An entity that crashed is awake again within this; one that lives elsewhere now leaves its relay here behind.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(45);

    private readonly ChunkPool _pool = new();
    private readonly ConcurrentDictionary<string, RelaySeat> _seats = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _abandoned = new(StringComparer.Ordinal);

    public RelaySeat? Find(string id) => _seats.GetValueOrDefault(id);

    /// <summary>For whoever is going to fill it.</summary>
    public RelaySeat Claim(string id)
    {
        _abandoned.TryRemove(id, out _);
        return _seats.GetOrAdd(id, static (id, room) => room.New(id), this);
    }

    /// <summary>Whoever filled it has gone without a word: it stays for a while.</summary>
    public void Abandon(string id)
    {
        if (_seats.ContainsKey(id))
            _abandoned[id] = 0;
    }

    /// <summary>It is off: its readers find the end.</summary>
    public void Close(string id)
    {
        _abandoned.TryRemove(id, out _);
        if (_seats.TryRemove(id, out var seat))
            seat.Dispose();
    }

    public void Look()
    {
        foreach (var (id, seat) in _seats)
        {
            seat.KeepFigures();
            if (_abandoned.ContainsKey(id) && seat.Unattended > Forgotten)
                Close(id);
        }
    }

    public void Dispose()
    {
        foreach (var id in _seats.Keys)
            Close(id);
    }

    private RelaySeat New(string id) => new(id, _pool, limits, time, fence);
}
