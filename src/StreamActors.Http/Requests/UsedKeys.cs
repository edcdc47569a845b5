using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// The idempotency keys that came lately, and with what: one of them with another body is a mistake of whoever sent it. An
/// entity knows its own for longer and after a restart; here are those of requests that would have gone to different ones.
/// </summary>
internal sealed class UsedKeys
{
    private const int Kept = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, CommandId> _byWords = [];
    private readonly Queue<ulong> _inOrder = [];

    /// <returns>False where the same key came with something else.</returns>
    public bool Take(CommandId id, out bool isNew)
    {
        lock (_lock)
        {
            isNew = _byWords.TryAdd(id.Words, id);
            if (!isNew)
                return _byWords[id.Words] == id;
            _inOrder.Enqueue(id.Words);
            while (_inOrder.Count > Kept)
                _byWords.Remove(_inOrder.Dequeue());
            return true;
        }
    }

    public void Forget(CommandId id)
    {
        lock (_lock)
            _byWords.Remove(id.Words);
    }
}
