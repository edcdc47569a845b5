using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>One queue per receiver: in order within it, and none waits for another. Bounded over all of them.</summary>
internal sealed class Lanes(int window, CancellationToken stop) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityId, Queue<Func<Task>>> _queues = [];
    private readonly HashSet<Task> _running = [];
    private readonly SemaphoreSlim _free = new(window);

    /// <summary>Waits for a place in the window, not for the work.</summary>
    public async Task Add(EntityId to, Func<Task> work)
    {
        await _free.WaitAsync(stop);
        lock (_lock)
        {
            if (_queues.TryGetValue(to, out var queue))
            {
                queue.Enqueue(work);
                return;
            }
            _queues.Add(to, queue = new([work]));
            var lane = Task.Run(() => Work(to, queue), CancellationToken.None);
            _running.Add(lane);
            _ = lane.ContinueWith(
                ended =>
                {
                    lock (_lock)
                        _running.Remove(ended);
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    /// <summary>Ends when nothing is under way any more.</summary>
    public async Task Ended()
    {
        Task[] running;
        lock (_lock)
            running = [.. _running];
        await Task.WhenAll(running);
    }

    public void Dispose() => _free.Dispose();

    private async Task Work(EntityId to, Queue<Func<Task>> queue)
    {
        try
        {
            while (true)
            {
                Func<Task> next;
                lock (_lock)
                {
                    if (!queue.TryDequeue(out next!))
                    {
                        _queues.Remove(to);
                        return;
                    }
                }
                await next();
                _free.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: what is left in the queue stays undelivered, and the cursor stays before it.
        }
    }
}
