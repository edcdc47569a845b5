using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>One queue per receiver: ordered within, independent of each other, bounded in total.</summary>
internal sealed class KeyedQueues(int window, CancellationToken stop) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityId, Queue<Func<Task>>> _queues = [];
    private readonly HashSet<Task> _running = [];
    private readonly SemaphoreSlim _free = new(window);

    /// <summary>Waits for room in the window, not for the work.</summary>
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
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
        }
    }

    /// <summary>Completes when no work is in progress.</summary>
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
            // Stopped: the rest of the queue stays undelivered, and the cursor before it.
        }
    }
}
