using System.Collections.Concurrent;
using System.Diagnostics;
using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

/// <summary>Reads a feed in the background, and ends when it has enough.</summary>
public sealed class Reader : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Recorded> _heard = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Task _following;

    public Reader(ICommittedFeed feed, long after = 0) => _following = Task.Run(() => Follow(feed, after));

    public IReadOnlyList<Recorded> Heard => [.. _heard];

    public Task Following => _following;

    /// <param name="meanwhile">Repeated while it waits: advances the clock for a follower that polls.</param>
    public async Task<IReadOnlyList<Recorded>> Until(int count, Action? meanwhile = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (_heard.Count < count)
        {
            meanwhile?.Invoke();
            await _more.WaitAsync(TimeSpan.FromMilliseconds(20));
            if (_following.IsFaulted)
                await _following;
            if (Stopwatch.GetElapsedTime(started) > Timeout)
                throw new TimeoutException($"Heard {_heard.Count} of {count}.");
        }
        return Heard;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
        _more.Dispose();
    }

    private async Task Follow(ICommittedFeed feed, long after)
    {
        await foreach (var recorded in feed.Follow(after, _stop.Token))
        {
            _heard.Enqueue(recorded);
            _more.Release();
        }
    }
}
