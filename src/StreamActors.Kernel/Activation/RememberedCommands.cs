namespace StreamActors.Kernel;

/// <summary>The last 64 commands of one entity with their results. The ring grows on demand: most entities receive few commands.</summary>
internal sealed class RememberedCommands
{
    public const int Kept = 64;

    private (CommandId Id, long First, int Count, Refusal? Refusal)[] _ring = [];
    private int _count;
    private int _next;

    public void Add(CommandId id, long first, int count, Refusal? refusal = null)
    {
        if (id == CommandId.Nameless)
            return;
        if (_count == _ring.Length && _ring.Length < Kept)
            Array.Resize(ref _ring, Math.Max(4, _ring.Length * 2));
        _ring[_next] = (id, first, count, refusal);
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    /// <summary>Replay: counts one more event of the newest command.</summary>
    public void Extend(CommandId id, long sequence)
    {
        var newest = (_next + Kept - 1) % Kept;
        if (_count > 0 && _ring[newest].Id == id && _ring[newest].First + _ring[newest].Count == sequence)
            _ring[newest].Count++;
        else
            Add(id, sequence, 1);
    }

    /// <param name="isReused">
    /// The same idempotency key has stored a different request. A key whose request was refused may be used again.
    /// </param>
    public bool Find(CommandId id, out long first, out int count, out Refusal? refusal, out bool isReused)
    {
        isReused = false;
        var words = id.Words;
        for (var i = 0; i < _count && id != CommandId.Nameless; i++)
        {
            if (_ring[i].Id.Words != words)
                continue;
            if (_ring[i].Id == id)
            {
                (_, first, count, refusal) = _ring[i];
                return true;
            }
            isReused |= _ring[i].Count > 0;
        }
        (first, count, refusal) = (0, 0, null);
        return false;
    }

    /// <summary>The commands that stored events, oldest first, for the snapshot.</summary>
    public IEnumerable<RememberedCommand> Stored() =>
        Enumerable.Range(0, _count).Select(i => _ring[(_next + Kept - _count + i) % Kept])
            .Where(r => r.Count > 0).Select(r => new RememberedCommand(r.Id.Value, r.First, r.Count));
}

/// <summary>A command that stored events, in a snapshot.</summary>
public sealed record RememberedCommand(Guid Command, long First, int Count);
