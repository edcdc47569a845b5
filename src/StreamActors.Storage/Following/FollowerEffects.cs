using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Runs one reader while its entity is active here; disposed only when it has really ended.</summary>
internal sealed class FollowerEffects(IFeedReader reader, TimeProvider time, Func<double> chance, ILogger log) : IEffects
{
    private static readonly BackOff RetryDelay = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));

    private readonly CancellationTokenSource _stop = new();
    private Task? _loop;

    public bool AtWork => _loop is { IsCompleted: false };

    public void Perform(Effect effect, long version)
    {
        if (effect is not RunFollower)
            throw new InvalidOperationException($"{effect.GetType().Name} is not an effect of a follower.");
        _loop ??= Task.Run(Loop, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
            await _loop;
    }

    private async Task Loop()
    {
        for (var attempt = 1; !_stop.IsCancellationRequested; attempt++)
        {
            var began = time.GetTimestamp();
            try
            {
                await reader.Run(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) // the reader's, the database's or the journal's: retried in any case
            {
                if (time.GetElapsedTime(began) > RetryDelay.Max)
                    attempt = 1;
                var delay = RetryDelay.Delay(attempt, chance());
                FollowingLog.ReaderFailed(log, reader.Name, delay, failure);
                await Task.Delay(delay, time, _stop.Token).ContinueWith(static _ => { }, CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }
}
