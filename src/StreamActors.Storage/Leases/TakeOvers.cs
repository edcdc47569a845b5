using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Nodes that have left the cluster while their leases still run: what lived there wakes elsewhere only once these have
/// lapsed or were given back. A node that is back has waited for its own old lease, so it is waited for no longer.
/// </summary>
/// <param name="isBack">Whether a node of this name is a member again.</param>
/// <param name="settled">Called each time a place is free to take.</param>
public sealed class TakeOvers(IDatabase database, Func<string, bool> isBack, Action settled, TimeProvider time, ILogger<TakeOvers> log) : ITakeOvers, IAsyncDisposable
{
    private const int Looks = 40; // longer than a dead node's lease lasts

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Task> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    public bool AllSettled => _open.IsEmpty;

    public void Removed(string node)
    {
        // Begun only when it is in the list: what is settled at once would otherwise be listed after it was struck off.
        var settling = new Task<Task>(() => Settle(node));
        if (_open.TryAdd(node, settling.Unwrap()))
            settling.Start(TaskScheduler.Default);
    }

    /// <summary>
    /// At the start, when it is not known yet whether there is a cluster to join: whoever holds a lease here may be at work,
    /// whether he was removed a moment ago or is in a cluster of his own. He is waited for until he has ended or is a member.
    /// </summary>
    public async Task Begin(string self)
    {
        foreach (var node in await NodeLease.Others(database, self, _stop.Token))
            Removed(node);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_open.Values);
    }

    private async Task Settle(string node)
    {
        try
        {
            for (var look = 0; !await IsFree(node); look++)
            {
                if (look == Looks)
                    LeaseLog.StillThere(log, node);
                await Task.Delay(LookEvery, time, _stop.Token);
            }
            LeaseLog.Free(log, node);
            _open.TryRemove(node, out _);
            settled();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task<bool> IsFree(string node)
    {
        try
        {
            return isBack(node) || await NodeLease.TakeOver(database, node, _stop.Token);
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            LeaseLog.NotLookedAt(log, node, failure);
            return false;
        }
    }
}
