using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

/// <summary>Stores how far a follower has delivered: periodically, and at once when it is too far ahead.</summary>
internal sealed class StoredCursor(Cursors cursors, string who, LowWaterMark mark, TimeSpan every, TimeProvider time, ILogger log)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task Keep(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await Store();
        }
        catch (OperationCanceledException)
        {
            // The last position is stored when all deliveries have ended.
        }
    }

    /// <summary>Waits for open deliveries if the follower is too far ahead.</summary>
    public async Task WaitForCapacity(CancellationToken stop)
    {
        while (mark.IsFull)
        {
            await mark.Advanced(stop);
            if (!await Store())
                await Task.Delay(every, time, stop);
        }
    }

    /// <returns>False if it could not be stored: the next try stores it, and nothing is lost.</returns>
    public async Task<bool> Store()
    {
        await _one.WaitAsync();
        try
        {
            var position = mark.Position;
            if (position > mark.Stored)
                await cursors.Advance(who, position, CancellationToken.None);
            mark.Store(position);
            return true;
        }
        catch (Exception failure)
        {
            FollowingLog.CursorNotStored(log, who, mark.Position, failure);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
