using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Wakes every wanted entity: at the start, when a member was removed, and every five seconds, since a wake may be lost on
/// its way. Who is awake already is not disturbed. On every node: it does not matter who wakes first.
/// </summary>
/// <param name="wanted">The projection it reads from; nobody is woken from a table that lags behind the journal of the start.</param>
/// <param name="always">Woken before anything else, as the wanted table itself is kept by one of them.</param>
public sealed class Waker(IEntities entities, IDatabase database, ProjectionRun wanted, IReadOnlyList<EntityId> always, TimeProvider time, ILogger<Waker> log) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterALoss = TimeSpan.FromSeconds(1); // not everybody knows yet where things live now, and wakes are lost
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Cursors _cursors = new(database);
    private TaskCompletionSource _poke = Fresh();
    private Task? _loop;

    public void Start() => _loop ??= Task.Run(Loop, CancellationToken.None);

    /// <summary>False while what lived on a removed node must not wake yet: then nobody is woken.</summary>
    public Func<bool> MayWake { get; init; } = static () => true;

    /// <summary>What lived there is to wake elsewhere, now.</summary>
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
                await Task.WhenAny(poke, Task.Delay(hurried > 0 ? AfterALoss : Every, time, _stop.Token));
                _stop.Token.ThrowIfCancellationRequested();
                if (!poke.IsCompleted)
                    continue;
                _poke = Fresh();
                hurried = (int)(Every / AfterALoss) + 1;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task CaughtUp(CancellationToken stop)
    {
        long? end = null;
        for (var look = 0; ; look++)
        {
            if (look % (Every / LookEvery) == 0)
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
            await Task.Delay(LookEvery, time, stop);
        }
    }

    private async Task Round(CancellationToken stop)
    {
        if (!MayWake())
            return;
        Wake(always);
        try
        {
            Wake(await database.Read(c => c.Command("SELECT kind, id FROM wanted").All(row => new EntityId(row.GetString(0), row.GetString(1))), stop));
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
