using System.Collections.Concurrent;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>Who is here: awake, on the way, or resting after a crash. Whoever sleeps is not listed.</summary>
internal sealed class Roster : IDoor
{
    private readonly ConcurrentDictionary<EntityId, Resident> _residents = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _closing;

    public int Count => Volatile.Read(ref _count);

    public ICollection<Resident> Residents => _residents.Values;

    public Resident? Find(EntityId id) => _residents.GetValueOrDefault(id);

    public Resident FindOrAdd(EntityId id, EntityKind kind, Surroundings around)
    {
        if (_residents.TryGetValue(id, out var resident))
            return resident;
        var added = new Resident(kind, id, around, this);
        Interlocked.Increment(ref _count); // before it can be found: whoever finds it may have it leave at once
        resident = _residents.GetOrAdd(id, added);
        if (!ReferenceEquals(resident, added))
            CountOff();
        return resident;
    }

    /// <summary>One that came in by another door.</summary>
    public void Add(Resident resident)
    {
        Interlocked.Increment(ref _count);
        if (!_residents.TryAdd(resident.Id, resident))
            CountOff();
    }

    public bool LetsSleep(Resident resident) => true;

    public void Left(Resident resident, bool isWanted) => Remove(resident);

    public void Remove(Resident resident)
    {
        if (_residents.TryRemove(new KeyValuePair<EntityId, Resident>(resident.Id, resident)))
            CountOff();
    }

    private void CountOff()
    {
        if (Interlocked.Decrement(ref _count) == 0 && Volatile.Read(ref _closing) == 1)
            _empty.TrySetResult();
    }

    /// <summary>Ends when the last one has left.</summary>
    public Task Empty()
    {
        Interlocked.Exchange(ref _closing, 1);
        if (Count == 0)
            _empty.TrySetResult();
        return _empty.Task;
    }
}
