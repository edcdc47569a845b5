using System.Diagnostics;
using Akka.Actor;
using Akka.Coordination;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Akka's lease, backed by ours. Its time counts from before the request, and it is renewed until released; if a renewal fails, it is given
/// up before the database lets another node take it.
/// </summary>
public sealed class DatabaseLease : Lease
{
    private readonly ILeases _leases;
    private readonly string _owner;
    private readonly TimeSpan _ttl;
    private readonly TimeSpan _every;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _over = new(); // cancelled when the node ends
    private CancellationTokenSource? _renewing;
    private long _heldUntil; // a timestamp; 0: not held

    public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        var leases = system.Settings.Setup.Get<LeasesSetup>();
        _leases = leases.HasValue ? leases.Value.Leases : throw new InvalidOperationException("AkkaRuntimeOptions.Leases is not set.");
        _owner = $"{settings.OwnerName} {Guid.NewGuid():N}"; // unique, because the next process has the same address
        var times = settings.TimeoutSettings;
        (_ttl, _every, _timeout) = (times.HeartbeatTimeout, times.HeartbeatInterval, times.OperationTimeout);
        system.RegisterOnTermination(_over.Cancel);
    }

    public override Task<bool> Acquire() => Acquire(static _ => { });

    /// <summary>Waits for the remaining lease time of a holder that may be dead.</summary>
    public override async Task<bool> Acquire(Action<Exception?> leaseLostCallback)
    {
        var began = Stopwatch.GetTimestamp();
        do
        {
            var before = Stopwatch.GetTimestamp();
            if (await Asked(_leases.Take(LeaseName, _owner, _ttl, _over.Token)) == true)
            {
                Hold(before);
                Keep(leaseLostCallback);
                return true;
            }
            await Task.Delay(_every / 4, _over.Token);
        }
        while (Stopwatch.GetElapsedTime(began) < _ttl + _every);
        return false;
    }

    public override async Task<bool> Release()
    {
        Renewing(null);
        Interlocked.Exchange(ref _heldUntil, 0);
        try
        {
            await _leases.Give(LeaseName, _owner, CancellationToken.None).WaitAsync(_timeout, CancellationToken.None);
            return true;
        }
        catch (Exception) // it expires by itself
        {
            return false;
        }
    }

    public override bool CheckLease() => Stopwatch.GetTimestamp() < Interlocked.Read(ref _heldUntil);

    private string LeaseName => Settings.LeaseName;

    private void Hold(long before) => Interlocked.Exchange(ref _heldUntil, before + (long)(_ttl.TotalSeconds * Stopwatch.Frequency));

    private void Keep(Action<Exception?> lost)
    {
        var ours = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        Renewing(ours);
        _ = Task.Run(() => KeepRenewing(lost, ours.Token), CancellationToken.None);
    }

    private void Renewing(CancellationTokenSource? next) => Interlocked.Exchange(ref _renewing, next)?.Cancel();

    private async Task KeepRenewing(Action<Exception?> lost, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var before = Stopwatch.GetTimestamp();
                if (await Asked(_leases.Renew(LeaseName, _owner, _ttl, stop)) is not { } kept)
                {
                    if (CheckLease())
                        continue; // time for another try
                    kept = false;
                }
                if (!kept)
                {
                    Interlocked.Exchange(ref _heldUntil, 0);
                    lost(null);
                    return;
                }
                Hold(before);
            }
        }
        catch (OperationCanceledException)
        {
            // Released, acquired again, or the node has ended.
        }
    }

    /// <returns>Null if the database did not answer in time.</returns>
    private async Task<bool?> Asked(Task<bool> question)
    {
        try
        {
            return await question.WaitAsync(_timeout, _over.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return null;
        }
    }
}
