using System.Data.Common;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests.Following;

internal sealed class ProcessCrashed() : Exception("The process has crashed.");

/// <summary>
/// A process that dies at the n-th point it passes: before, in and after each change of the database, before and after each delivery.
/// From then on nothing of it has any effect.
/// </summary>
internal sealed class CrashingProcess(int pointsToLive)
{
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = pointsToLive;

    public static CrashingProcess Immortal => new(int.MaxValue);

    public Task Death => _dead.Task;

    public void Point()
    {
        if (Interlocked.Decrement(ref _left) <= 0)
        {
            _dead.TrySetResult();
            throw new ProcessCrashed();
        }
    }
}

/// <summary>Its connection to the database. What the database had received when the process died may still be committed.</summary>
internal sealed class CrashingDatabase(IDatabase inner, CrashingProcess process, Action committed) : IDatabase
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _underWay = [];

    public string Description => inner.Description;

    public Dialect Dialect => inner.Dialect;

    public long Commits => inner.Commits;

    public Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        process.Point();
        return inner.Read(work, stop);
    }

    public async Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop)
    {
        process.Point();
        var change = inner.Change(
            async transaction =>
            {
                var result = await work(transaction);
                process.Point(); // rolls everything back
                return result;
            },
            stop);
        lock (_lock)
            _underWay.Add(change);
        try
        {
            var result = await change;
            committed();
            process.Point(); // stored, without a reply
            return result;
        }
        finally
        {
            lock (_lock)
                _underWay.Remove(change);
        }
    }

    /// <summary>The next process finds what this one has stored, and nothing that is still in progress.</summary>
    public async Task Quiet()
    {
        Task[] underWay;
        lock (_lock)
            underWay = [.. _underWay];
        await Task.WhenAll(underWay).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Deliveries on a bad day: too many at once, carried out without a reply, crashed.</summary>
internal sealed class CrashingEntities(IEntities inner, CrashingProcess process, Func<int, int> chance) : IEntities
{
    public async ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null,
        TimeSpan? deadline = null)
    {
        process.Point();
        var weather = chance(20);
        if (weather == 0)
            return new Busy();
        var reply = await inner.Ask(id, command, commandId, expectedVersion, deadline);
        process.Point();
        return weather == 1 ? new Unknown("The answer was lost.") : reply;
    }

    public void Tell(EntityId id, Command command, CommandId commandId) => inner.Tell(id, command, commandId);

    public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => inner.Read(id, deadline);

    public ValueTask<Reply?> FirstReply(EntityId id, CommandId commandId, TimeSpan? deadline = null) =>
        inner.FirstReply(id, commandId, deadline);

    public void Wake(EntityId id) => inner.Wake(id);
}
