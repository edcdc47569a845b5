namespace StreamActors.Server;

/// <summary>What was opened, to be closed in the reverse order: each, whatever becomes of the others.</summary>
internal sealed class Closing : IAsyncDisposable
{
    private readonly Stack<object> _open = [];

    public T Add<T>(T part)
        where T : class
    {
        _open.Push(part);
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (_open.TryPop(out var part))
        {
            try
            {
                if (part is IAsyncDisposable waits)
                    await waits.DisposeAsync();
                else
                    ((IDisposable)part).Dispose();
            }
            catch (Exception failure) // the others are closed all the same
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
            throw new AggregateException("Not everything could be closed in good order.", failures);
    }
}
