using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Activates every wanted entity: at the start, after a member was removed, and every five seconds, since a wake message may get lost. An
/// active entity ignores it. Runs on every node.
/// </summary>
/// <param name="wanted">The projection it reads; no entity is activated before the table has caught up with the journal.</param>
/// <param name="always">Activated first, since one of them maintains the wanted table.</param>
public sealed class Waker(IEntities entities, IDatabase database, ProjectionRun wanted, IReadOnlyList<EntityId> always, TimeProvider time,
    ILogger<Waker> log) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterALoss = TimeSpan.FromSeconds(1); // wakes get lost until every node knows the new locations
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Cursors _cursors = new(database);
    private TaskCompletionSource _poke = Fresh();
    private Task? _loop;

    public void Start() => _loop ??= Task.Run(Loop, CancellationToken.None);

    /// <summary>False while a removed node's entities must not start yet: then none is activated.</summary>
    public Func<bool> MayWake { get; init; } = static () => true;

    /// <summary>Activates the removed node's entities elsewhere, at once.</summary>
    public void MemberRemoved() => _poke.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
            await _loop;
    }

    private async Task Loop()
    {
        try
        {
            await CaughtUp(_stop.Token);
            for (var hurried = 0; ; hurried--)
            {
                var poke = _poke.Task;
                await Round(_stop.Token);
                await Task.WhenAny(poke, Task.Delay(hurried > 0 ? AfterALoss : Interval, time, _stop.Token));
                _stop.Token.ThrowIfCancellationRequested();
                if (!poke.IsCompleted)
                    continue;
                _poke = Fresh();
                hurried = (int)(Interval / AfterALoss) + 1;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task CaughtUp(CancellationToken stop)
    {
        long? end = null;
        for (var check = 0; ; check++)
        {
            if (check % (Interval / PollInterval) == 0)
                Wake(always);
            try
            {
                end ??= await _cursors.JournalEnd(stop);
                if (await _cursors.Find(wanted.Cursor, stop) >= end || end == 0)
                    return;
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                WakingLog.NotRead(log, failure);
            }
            await Task.Delay(PollInterval, time, stop);
        }
    }

    private async Task Round(CancellationToken stop)
    {
        if (!MayWake())
            return;
        Wake(always);
        try
        {
            Wake(await database.Read(
                c => c.Command("SELECT kind, id FROM wanted").All(row => new EntityId(row.GetString(0), row.GetString(1))), stop));
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            WakingLog.NotRead(log, failure);
        }
    }

    private void Wake(IReadOnlyList<EntityId> ids)
    {
        foreach (var id in ids)
            entities.Wake(id);
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
