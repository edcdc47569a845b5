using System.Diagnostics;
using Akka.Actor;
using Akka.Coordination;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Akka's lease, over ours. It counts from before it was asked for, and is renewed until it is given back; who cannot
/// renew it gives it up before the database lets anybody else have it.
/// </summary>
public sealed class DatabaseLease : Lease
{
    private readonly ILeases _leases;
    private readonly string _owner;
    private readonly TimeSpan _ttl;
    private readonly TimeSpan _every;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _over = new(); // the node's end
    private CancellationTokenSource? _renewing;
    private long _heldUntil; // a timestamp; zero: not held

    public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        var leases = system.Settings.Setup.Get<LeasesSetup>();
        _leases = leases.HasValue ? leases.Value.Leases : throw new InvalidOperationException("This node was given no leases: AkkaRuntimeOptions.Leases.");
        _owner = $"{settings.OwnerName} {Guid.NewGuid():N}"; // an address comes again with the next process
        var times = settings.TimeoutSettings;
        (_ttl, _every, _patience) = (times.HeartbeatTimeout, times.HeartbeatInterval, times.OperationTimeout);
        system.RegisterOnTermination(_over.Cancel);
    }

    public override Task<bool> Acquire() => Acquire(static _ => { });

    /// <summary>Waits where somebody has it who may be dead, for as long as it then lasts.</summary>
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
            await _leases.Give(LeaseName, _owner, CancellationToken.None).WaitAsync(_patience, CancellationToken.None);
            return true;
        }
        catch (Exception) // then it runs out by itself
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
                        continue; // there is time for another try
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
            // Given back, taken anew, or the node has ended.
        }
    }

    /// <returns>Null where the database did not answer, or not in time.</returns>
    private async Task<bool?> Asked(Task<bool> question)
    {
        try
        {
            return await question.WaitAsync(_patience, _over.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return null;
        }
    }
}
