using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Nodes that left the cluster while their leases still run: their entities may start elsewhere only once these expire or are released. A
/// node that came back has waited for its own old lease, so it is dropped here.
/// </summary>
/// <param name="isBack">Whether a node of this name is a member again.</param>
/// <param name="settled">Called each time a lease is settled.</param>
public sealed class LeaseHandover(IDatabase database, Func<string, bool> isBack, Action settled, TimeProvider time,
    ILogger<LeaseHandover> log) : ILeaseHandover, IAsyncDisposable
{
    private const int Checks = 40; // longer than a dead node's lease lasts

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Task> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    public bool AllSettled => _open.IsEmpty;

    public void Removed(string node)
    {
        // Started only after it is in the list: a node settled at once would be removed before it was added.
        var settling = new Task<Task>(() => Settle(node));
        if (_open.TryAdd(node, settling.Unwrap()))
            settling.Start(TaskScheduler.Default);
    }

    /// <summary>
    /// At the start the membership is not known yet: any lease holder may be at work, whether just removed or in another cluster. It waits
    /// until each has ended or is a member.
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
            for (var check = 0; !await IsFree(node); check++)
            {
                if (check == Checks)
                    LeaseLog.StillThere(log, node);
                await Task.Delay(PollInterval, time, _stop.Token);
            }
            LeaseLog.Free(log, node);
            _open.TryRemove(node, out _);
            settled();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
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
            LeaseLog.CheckFailed(log, node, failure);
            return false;
        }
    }
}
