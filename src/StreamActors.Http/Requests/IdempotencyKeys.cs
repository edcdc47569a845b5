using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// Recently used idempotency keys with a hash of their requests: the same key with another body is a client error. Entities remember theirs
/// longer and across restarts; this covers requests that go to different entities.
/// </summary>
internal sealed class IdempotencyKeys
{
    private const int Kept = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, CommandId> _byWords = [];
    private readonly Queue<ulong> _inOrder = [];

    /// <returns>False if the key was used for another request.</returns>
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
