using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

/// <summary>
/// This process's lease on PostgreSQL, renewed until it is released. It counts from before a renewal was sent, on a clock that includes
/// suspend: a suspended process knows at once that its lease expired, before the database does.
/// </summary>
public sealed class NodeLease : IAsyncDisposable
{
    public static readonly TimeSpan Ttl = TimeSpan.FromSeconds(6);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly LeaseRows _rows;
    private readonly BootClock _boot;
    private readonly TimeProvider _time;
    private readonly ILogger<NodeLease> _log;
    private readonly long _epoch;
    private readonly Task _renewing;
    private long _heldUntil; // ticks since boot
    private long _databaseMissedUntil; // ticks since boot
    private volatile bool _lost;
    private volatile bool _given;

    private NodeLease(LeaseRows rows, NodeIdentity self, long epoch, TimeSpan taken, BootClock boot, TimeProvider time,
        ILogger<NodeLease> log)
    {
        (_rows, Self, _epoch, _boot, _time, _log) = (rows, self, epoch, boot, time, log);
        _heldUntil = (taken + Ttl).Ticks;
        _renewing = Task.Run(KeepRenewing, CancellationToken.None);
    }

    public NodeIdentity Self { get; }

    public bool Held => !_lost && !_given && _boot() < HeldUntil;

    /// <summary>Another node has taken over: this process can never hold the lease again and must end.</summary>
    public bool Lost => _lost;

    /// <summary>The last renewal failed because the database was unreachable, and the process has not slept since.</summary>
    public bool DatabaseIsAway => !_lost && !_given && _boot() < AwayUntil;

    /// <summary>The row that a commit must find; null once the lease is released. One that was lost is never found.</summary>
    internal (string Node, long Epoch)? Row => _given && !_lost ? null : (Self.Node, _epoch);

    internal TimeSpan HeldUntil => TimeSpan.FromTicks(Interlocked.Read(ref _heldUntil));

    internal TimeSpan AwayUntil => TimeSpan.FromTicks(Interlocked.Read(ref _databaseMissedUntil));

    /// <summary>Waits one TTL for a holder that may be dead, and is refused if it is still alive.</summary>
    /// <exception cref="AlreadyRunningException">Names the holder.</exception>
    public static async Task<NodeLease> Take(IDatabase database, NodeIdentity self, BootClock boot, TimeProvider time,
        ILogger<NodeLease> log, CancellationToken stop)
    {
        var rows = new LeaseRows(database, Ttl);
        var waited = TimeSpan.Zero;
        while (true)
        {
            var before = boot();
            var (epoch, against, left) = await rows.Take(self, stop);
            if (epoch is { } taken)
                return new NodeLease(rows, self, taken, before, boot, time, log);
            if (waited >= Ttl)
                throw new AlreadyRunningException(
                    $"{against} is running on {database.Description}. Stop it first, or give this one a database of its own; "
                        + $"{Together(self, against!)}.");
            var pause = TimeSpan.FromTicks(Math.Clamp(left.Ticks, TimeSpan.TicksPerMillisecond, Ttl.Ticks))
                + TimeSpan.FromMilliseconds(100);
            LeaseLog.Waiting(log, against!, pause);
            await Task.Delay(pause, time, stop);
            waited += pause;
        }
    }

    /// <summary>Called before a removed node's entities may start elsewhere.</summary>
    /// <returns>False while its lease has not expired.</returns>
    public static Task<bool> TakeOver(IDatabase database, string removed, CancellationToken stop) =>
        new LeaseRows(database, Ttl).Delete(removed, stop);

    /// <summary>The other nodes with a valid lease.</summary>
    public static Task<IReadOnlyList<string>> Others(IDatabase database, string self, CancellationToken stop) =>
        new LeaseRows(database, Ttl).Others(self, stop);

    /// <summary>Releases the lease, so that a successor need not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_given)
            return;
        _given = true;
        await _stop.CancelAsync();
        await _renewing;
        if (_lost)
            return;
        try
        {
            await _rows.Give(Self.Node, _epoch, CancellationToken.None);
        }
        catch (Exception failure) // it expires by itself
        {
            LeaseLog.NotGivenBack(_log, failure);
        }
    }

    internal void Lose()
    {
        if (_lost)
            return;
        _lost = true;
        LeaseLog.Lost(_log, Self);
    }

    private static string Together(NodeIdentity self, NodeIdentity other) =>
        (self.Runtime, other.Runtime) == (NodeIdentity.Cluster, NodeIdentity.Cluster)
        ? "several nodes of one cluster need a name each, such as --node two"
        : "to run several nodes on one database, name the others in streamactors.cluster.join on all of them";

    private async Task KeepRenewing()
    {
        using var timer = new PeriodicTimer(RenewEvery, _time);
        try
        {
            while (!_lost && await timer.WaitForNextTickAsync(_stop.Token))
                await Renew();
        }
        catch (OperationCanceledException)
        {
            // Released.
        }
    }

    private async Task Renew()
    {
        var before = _boot();
        try
        {
            if (await _rows.Renew(Self.Node, _epoch, _stop.Token).WaitAsync(RenewEvery, _time, _stop.Token)) // a hanging network counts too
            {
                Interlocked.Exchange(ref _heldUntil, (before + Ttl).Ticks);
                Interlocked.Exchange(ref _databaseMissedUntil, 0);
                return;
            }
            Lose();
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _databaseMissedUntil, (_boot() + Ttl).Ticks);
            LeaseLog.NotRenewed(_log, failure);
        }
    }
}
